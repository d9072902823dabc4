"""Two import contracts that import-linter lacks: doors of modules, and who may use a library."""

from __future__ import annotations

from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = "zhanqiao"
MODULE_DEPTH = 3  # zhanqiao.<pillar>.<module>
OPEN_PILLARS = frozenset({"kit", "config"})


class DoorsContract(Contract):
    """Code outside a module imports only its doors; ``openings`` are ``importer -> imported`` patterns."""

    type_name = "doors"
    doors = fields.ListField(subfield=fields.StringField())
    openings = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._trespasses(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} enters {imported} by the window.")
        output.print(
            "Use the module's doors (rules, queries, operations, events); add to a door what is missing there."
        )

    def _trespasses(self, *, importer: str, imported: str) -> bool:
        parts = imported.split(".")
        if parts[0] != ROOT or len(parts) <= MODULE_DEPTH or parts[1] in OPEN_PILLARS:
            return False
        home = ".".join(parts[:MODULE_DEPTH])
        if importer == home or importer.startswith(f"{home}.") or parts[MODULE_DEPTH] in self.doors:
            return False
        return not any(self._fits(opening, importer, imported) for opening in self.openings or [])

    @staticmethod
    def _fits(opening: str, importer: str, imported: str) -> bool:
        source, _, target = (part.strip() for part in opening.partition("->"))
        return fnmatchcase(importer, source) and fnmatchcase(imported, target)


class OnlyContract(Contract):
    """Libraries are imported by the named packages and by nobody else."""

    type_name = "only"
    libraries = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            (importer, library)
            for library in self.libraries
            if library in graph.modules
            for importer in sorted(graph.find_modules_that_directly_import(library))
            if not any(importer == home or importer.startswith(f"{home}.") for home in self.importers)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, library in check.metadata["broken"]:
            output.print_error(f"{importer} imports {library}.")
        output.print("Only the engine speaks to the data libraries: put the work behind a function of the engine.")
