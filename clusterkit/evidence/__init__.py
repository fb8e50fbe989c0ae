"""The evidence: its tables, their one definition, what is wrong with them, how they are cited.

`definition` reads data/datapackage.json, `checks` lists problems, `tables` holds the evidence,
`citations` the references. Files are read in `clusterkit.loading`.
"""
