"""The words of the aged balance."""

from odoo.tools.misc import format_date


def dimensions(env):
    """By what the balance can be added up: [(code, name)]."""
    return [
        ("customer", env._("Customer")),
        ("salesperson", env._("Salesperson")),
        ("team", env._("Sales team")),
        ("country", env._("Country")),
        ("state", env._("Area")),
        ("industry", env._("Sector")),
        ("category", env._("Product category")),
        ("brand", env._("Brand (product tag)")),
        ("collector", env._("Collector")),
        ("risk_class", env._("Class")),
        ("branch", env._("Branch")),
        ("currency", env._("Currency")),
    ]


def without(env, dimension):
    """The name of the row of what has no customer, no salesperson and so on."""
    return env._("Without: %s", dict(dimensions(env))[dimension])


def title(env, as_of):
    """The name of the balance of a day."""
    return env._("Aged balance %s", as_of.isoformat())


def words(balance):
    """The texts of the workbook; ``asked`` says what was asked for."""
    env = balance.env
    companies = ", ".join(balance._branches().mapped("name"))
    basis = dict(balance._fields["basis"]._description_selection(env))[balance.basis]
    asked = env._(
        "As of %(day)s, age from the %(basis)s",
        day=format_date(env, balance.as_of),
        basis=basis.lower(),
    )
    return {
        "title": env._("Aged balance"),
        "asked": [asked, companies],
        "by": dict(dimensions(env))[balance.dimension],
        "currency": env._("Currency"),
        "count": env._("Items"),
        "total": env._("Total"),
        "sum": env._("Total"),
    }


def heads(env):
    """The titles of the details; those of the buckets stand after the twelfth."""
    return [
        env._("Customer"),
        env._("Customer number"),
        env._("Number"),
        env._("Reference"),
        env._("Document"),
        env._("Document date"),
        env._("Due date"),
        env._("Age in days"),
        env._("Bucket"),
        env._("Currency"),
        env._("Amount"),
        env._("Open"),
        env._("Open in company currency"),
        env._("Salesperson"),
        env._("Collector"),
        env._("Class"),
        env._("Area"),
        env._("Branch"),
    ]


def not_allowed(env):
    """Who may see what all customers owe."""
    return env._("The aged balance is for collectors and accountants.")
