"""Widgets: thin views over tested functions. Each `explore_*` answers one question.

A widget's script and style stand beside it. What widgets share: `panel` (controls over an
answer), `origin_switch` (all rows, the paper's, your own), `scripts`.
"""
