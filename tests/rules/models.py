"""Names of models, fields and methods, read from the class bodies."""

import ast
from dataclasses import dataclass
from functools import cached_property

from .shape import MODEL_BASES

# (model, field) of Odoo's own that we declare again to add choices to them
REDECLARED_FIELDS = {("delivery.carrier", "delivery_type")}
# (model, method) that replace Odoo's own without calling it, each with its reason
REPLACED_METHODS = set()


@dataclass(frozen=True)
class ModelClass:
    """One class body that defines or extends a model."""

    source: object
    node: ast.ClassDef
    base: str

    @cached_property
    def attributes(self):
        """Plain class attributes by name, literal values only."""
        found = {}
        for statement in self.node.body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    found[getattr(target, "id", "")] = _literal(statement.value)
        return found

    @property
    def inherited(self):
        inherit = self.attributes.get("_inherit") or []
        return [inherit] if isinstance(inherit, str) else list(inherit)

    @property
    def name(self):
        """Odoo takes a single ``_inherit`` text for the name, never a list."""
        inherit = self.attributes.get("_inherit")
        return self.attributes.get("_name") or (
            inherit if isinstance(inherit, str) else None
        )

    @property
    def is_extension(self):
        return self.name is not None and self.name in self.inherited

    @property
    def is_foreign(self):
        return self.name is not None and not self.name.startswith("o2c.")

    @property
    def is_abstract(self):
        return self.base == "AbstractModel" or bool(self.attributes.get("_abstract"))

    @property
    def fields(self):
        """(name, line, call) of every ``x = fields.Kind(...)``."""
        for statement in self.node.body:
            if isinstance(statement, ast.Assign) and _is_field(statement.value):
                for target in statement.targets:
                    yield target.id, statement.lineno, statement.value

    @property
    def methods(self):
        return [item for item in self.node.body if isinstance(item, ast.FunctionDef)]

    def finding(self, line, message):
        return self.source.finding(line, message)


def model_classes(addon):
    for source in addon.select(".py"):
        if source.folder == "domain":
            continue
        for node in source.nodes(ast.ClassDef):
            for base in node.bases:
                kind = getattr(base, "attr", getattr(base, "id", ""))
                if kind in MODEL_BASES:
                    yield ModelClass(source, node, kind)


def own_models(addon):
    """The classes that bring a model of ours into the world."""
    return [model for model in model_classes(addon) if not model.is_extension]


def models_are_named(addon):
    for model in own_models(addon):
        line = model.node.lineno
        if model.name is None:
            yield model.finding(line, f"{model.node.name} has no _name")
        elif model.is_foreign:
            yield model.finding(line, f"{model.name}: a model of ours starts with o2c.")
        elif model.node.name != _class_name(model.name):
            wanted = _class_name(model.name)
            yield model.finding(line, f"class {model.node.name}: call it {wanted}")


def foreign_fields_are_prefixed(addon):
    """A field on a model of Odoo's, also one that arrives there by a mixin of ours."""
    lent = _mixins_lent_to_foreign_models(addon)
    for model in model_classes(addon):
        if not (model.is_foreign or model.name in lent):
            continue
        for name, line, call in model.fields:
            allowed = (model.name, name) in REDECLARED_FIELDS and _adds_choices(call)
            if not (name.startswith("o2c_") or allowed):
                yield model.finding(line, f"{model.name}.{name}: start it with o2c_")


def foreign_methods_are_marked(addon):
    """``o2c`` in the name, or an override that goes on to Odoo's own."""
    for model in model_classes(addon):
        if not model.is_foreign:
            continue
        for method in model.methods:
            if (
                "o2c_" in method.name
                or _calls_super(model.source, method)
                or (model.name, method.name) in REPLACED_METHODS
            ):
                continue
            yield model.finding(
                method.lineno, f"{model.name}.{method.name}: put o2c_ into its name"
            )


def one_birth_per_model(addon):
    """A model of ours is brought into the world once."""
    seen = {}
    for model in own_models(addon):
        if model.name in seen:
            yield model.finding(
                model.node.lineno, f"{model.name} is also in {seen[model.name]}"
            )
        seen[model.name] = model.source.path


def _mixins_lent_to_foreign_models(addon):
    return {
        name
        for model in model_classes(addon)
        if model.is_foreign
        for name in model.inherited
        if name.startswith("o2c.")
    }


def _class_name(model):
    return "".join(part.capitalize() for part in model.replace("_", ".").split("."))


def _literal(node):
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return None


def _is_field(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "fields"
    )


def _adds_choices(call):
    return any(keyword.arg == "selection_add" for keyword in call.keywords)


def _calls_super(source, method):
    return any(
        getattr(node.func, "id", "") == "super"
        and method.lineno <= node.lineno <= method.end_lineno
        for node in source.nodes(ast.Call)
    )
