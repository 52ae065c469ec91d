"""Rules over the files of an add-on: each takes an Addon and yields findings."""

from . import arrows, domain, manifests, models, rights, shape

RULES = [
    arrows.manifest_follows_arrows,
    arrows.python_imports_follow_arrows,
    arrows.references_follow_arrows,
    arrows.no_sniffing,
    domain.imports_standard_library_only,
    domain.no_clock,
    domain.moment_has_no_default,
    domain.no_text_no_records,
    domain.dataclasses_are_frozen,
    manifests.listed_files_exist,
    manifests.data_files_are_listed,
    manifests.demo_is_apart,
    manifests.rights_are_loaded_first,
    models.models_are_named,
    models.foreign_fields_are_prefixed,
    models.foreign_methods_are_marked,
    models.one_birth_per_model,
    rights.models_have_access_lines,
    rights.companies_are_kept_apart,
    rights.raised_rights_have_a_reason,
    rights.no_context_switch,
    shape.files_are_short,
    shape.functions_are_short,
    shape.no_one_string_container,
    shape.no_dead_api,
    shape.no_dead_markup,
    shape.every_python_file_is_imported,
]
