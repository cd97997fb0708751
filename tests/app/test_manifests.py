"""Aim: what a capability declares stands in its manifest, once, and nothing is declared beside the manifests."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import auxilio
from auxilio.app import capabilities
from auxilio.app.settings import Settings
from auxilio.identity.core.permissions import Permission
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.workflows.followup_watches import no_reassessment
from auxilio.workflows.reserved_cases import no_one_on_duty
from tests.installation import no_units

SOURCE = Path(auxilio.__file__).parent
OF_THE_INSTALLATION = {
    "data", "log_level", "log_format", "host", "port", "tls_certificate", "tls_key", "public_url", "other_hosts",
    "trusted_proxies", "workers", "database_url", "database_owner_url", "heads_folder", "backup_recipients", "mode", "zone",
}  # fmt: skip
"""Settings of no capability: where the installation keeps things and is reached, its clock and its mode."""


def calls_of(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Where a class is made in the source, with the module."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                callee = node.func.value if isinstance(node.func, ast.Subscript) else node.func
                if isinstance(callee, ast.Name) and callee.id == name:
                    yield str(path.relative_to(SOURCE)), node


def test_each_permission_belongs_to_one_manifest() -> None:
    assert sorted(capabilities.permissions()) == sorted(Permission)


def test_each_setting_belongs_to_one_manifest_or_to_the_installation() -> None:
    named = capabilities.settings()
    assert sorted((*named, *OF_THE_INSTALLATION)) == sorted(Settings.__struct_fields__)


def test_each_reaction_of_the_source_is_in_the_fold() -> None:
    worker: Any = SimpleNamespace(
        recommend=no_units,
        reassess_s=no_reassessment,
        civil_plans=CivilPlans,
        on_duty=no_one_on_duty,
        settings=Settings(),
        pool=None,
        clock=None,
        commands=None,
    )
    folded = {reaction.name for reaction in capabilities.reactions(worker)}
    made = [(module, call) for module, call in calls_of("Reaction")]
    assert {module.partition("/")[0] for module, _ in made} == {"workflows"}
    names = {
        argument.value
        for _, call in made
        for argument in [*call.args[:1], *(each.value for each in call.keywords if each.arg == "name")]
        if isinstance(argument, ast.Constant)
    }
    assert len(names) > 80, "the source was read"
    assert names <= folded


def test_each_job_and_each_capability_is_made_in_a_manifest() -> None:
    assert {module for module, _ in calls_of("Job")} - {"platform/log_sealing.py"} <= {
        f"{one.name}/capability.py" for one in capabilities.CAPABILITIES
    }
    assert sorted(module for module, _ in calls_of("Capability")) == sorted(
        f"{one.name}/capability.py" for one in capabilities.CAPABILITIES
    )
    assert {module for module, _ in calls_of("BoundJob")} == {"app/processes/worker.py"}
