"""The one list of public names: every name is found, described, and safe to import first."""

import pkgutil
import subprocess
import sys

import pytest

import clusterkit as ck

NAMES = sorted(set(ck.__all__) - {"__version__"})
MODULES = [
    module.name
    for module in pkgutil.walk_packages(ck.__path__, "clusterkit.")
    if module.name != "clusterkit.__main__" and "lab_config" not in module.name
]


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_described(name):
    thing = getattr(ck, name)
    if callable(thing):
        assert thing.__doc__


def test_tab_completes_every_public_name():
    assert set(NAMES) <= set(dir(ck))


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="plot_harvset"):
        _ = ck.plot_harvset


def test_no_module_bears_the_name_of_a_public_one():
    # `ck.load` would turn into a module `load` as soon as something imported that module.
    leaves = {module.rsplit(".", 1)[-1] for module in MODULES}
    assert leaves & set(NAMES) == {"qca"}


@pytest.mark.slow
def test_names_mean_the_same_in_whatever_order_they_are_imported():
    code = (
        "import importlib, random, sys\n"
        "from types import ModuleType\n"
        "names, modules = sys.argv[1].split(), sys.argv[2].split()\n"
        "for seed in range(8):\n"
        "    for name in [one for one in sys.modules if one.split('.')[0] == 'clusterkit']:\n"
        "        del sys.modules[name]\n"
        "    both = [*names, *modules]\n"
        "    random.Random(seed).shuffle(both)\n"
        "    import clusterkit as ck\n"
        "    for name in both:\n"
        "        importlib.import_module(name) if '.' in name else getattr(ck, name)\n"
        "    for name in names:\n"
        "        assert isinstance(getattr(ck, name), ModuleType) == (name == 'qca'), name\n"
    )
    arguments = [sys.executable, "-W", "ignore", "-c", code, " ".join(NAMES), " ".join(MODULES)]
    ran = subprocess.run(arguments, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.slow
def test_a_type_checker_refuses_a_misspelt_name(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import clusterkit as ck\n\nck.plot_harvest\nck.plot_harvset\n")
    cache = str(tmp_path / "cache")
    arguments = [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", cache]
    ran = subprocess.run([*arguments, str(program)], capture_output=True, text=True, cwd=tmp_path)
    assert 'has no attribute "plot_harvset"' in ran.stdout
    assert "program.py:3" not in ran.stdout
