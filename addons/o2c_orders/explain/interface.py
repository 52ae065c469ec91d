"""Sentences about what is wrong with handed-in orders, and with calls."""

from ..domain.interface import Code


def issue(env, issue):
    """What is wrong with one field of a row."""
    values = {"field": issue.field, "value": issue.value}
    if issue.code is Code.REFUSED:
        return issue.value
    return _text(env, issue.code) % values


def _text(env, code):
    return {
        Code.NO_OBJECT: env._("%(field)s: an object is needed here."),
        Code.MISSING: env._("%(field)s is missing. %(value)s"),
        Code.UNKNOWN_FIELD: env._("%(field)s: there is no such field."),
        Code.NO_TEXT: env._("%(field)s: a text is needed here."),
        Code.TOO_LONG: env._("%(field)s is too long (%(value)s characters)."),
        Code.NO_NUMBER: env._("%(field)s: “%(value)s” is no number."),
        Code.OUT_OF_RANGE: env._("%(field)s: %(value)s is out of range."),
        Code.NO_DATE: env._("%(field)s: “%(value)s” is no day like 2026-03-31."),
        Code.TOO_MANY_LINES: env._("An order of %(value)s lines is too long."),
        Code.DOUBLE: env._("%(value)s stands in this message already."),
        Code.CONFLICT: env._(
            "%(value)s was handed in before with another content. Nothing was changed."
        ),
        Code.UNKNOWN_CUSTOMER: env._("%(field)s: no customer is known as “%(value)s”."),
        Code.AMBIGUOUS_CUSTOMER: env._(
            "%(field)s: several customers are known as “%(value)s”."
        ),
        Code.UNKNOWN_COUNTRY: env._(
            "%(field)s: “%(value)s” is no country code like IT."
        ),
        Code.UNKNOWN_PRODUCT: env._(
            "%(field)s: no product has the reference or barcode “%(value)s”."
        ),
        Code.AMBIGUOUS_PRODUCT: env._(
            "%(field)s: several products have the reference “%(value)s”."
        ),
        Code.UNKNOWN_CHANNEL: env._(
            "%(field)s: no source channel is called “%(value)s”."
        ),
        Code.WRONG_CURRENCY: env._("We sell to this customer in %(value)s."),
    }[code]


def call(env, code, **values):
    """Why a call is refused as a whole."""
    text = {
        "no_interface": env._("This key belongs to no interface."),
        "not_allowed": env._("This interface may not do that."),
        "too_often": env._("Too many calls. Wait a minute."),
        "too_large": env._("The message is too large: at most %(limit)s bytes."),
        "too_many": env._("Too many rows: at most %(limit)s."),
        "bad_json": env._("The message is no JSON object with a list “orders”."),
        "bad_csv": env._("The file is no table of orders. Columns: %(columns)s"),
        "not_utf8": env._("The file is not written in UTF-8."),
        "bad_value": env._("“%(name)s” cannot be read."),
        "not_found": env._("There is no such document here."),
    }[code]
    return text % values
