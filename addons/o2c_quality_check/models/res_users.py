from odoo import fields, models


class ResUsers(models.Model):
    """The extension at which a user's phone rings."""

    _inherit = "res.users"

    o2c_phone_extension = fields.Char(
        "Phone extension", help="For links that dial: {extension}."
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_READABLE_FIELDS, "o2c_phone_extension"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_WRITEABLE_FIELDS, "o2c_phone_extension"]
