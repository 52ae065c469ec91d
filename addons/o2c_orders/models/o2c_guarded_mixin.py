"""Records and fields that only code writes, and what is said to who tries by hand."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

# what the mail mixins let people write on every record
MAIL_FIELDS = frozenset(
    {
        "message_main_attachment_id",
        "activity_ids",
        "message_follower_ids",
        "message_ids",
    }
)


def refuse_by_hand(records, names):
    """Refuse that a person writes the fields ``names`` of ``records``.

    :raise AccessError: names is not empty, and this is a person and no code
    """
    if names and not records.env.su:
        labels = ", ".join(records._fields[name].string for name in sorted(names))
        raise AccessError(records.env._("Nobody writes these by hand: %s", labels))


class O2cGuardedMixin(models.AbstractModel):
    """A case that its own methods open and move on, and that is kept for ever.

    People write the fields of ``_o2c_free_fields`` and those of mail; everything else
    follows from what they do. The methods write as superuser after they have checked
    the right to do it.
    """

    _name = "o2c.guarded.mixin"
    _description = "Case that only its methods open and move on"
    _o2c_free_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self._o2c_opened_elsewhere())
        return super().create(vals_list)

    def write(self, vals):
        free = self._o2c_free_fields | MAIL_FIELDS
        refuse_by_hand(self, vals.keys() - free)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self._o2c_kept_for_ever())

    def _o2c_opened_elsewhere(self):
        """Say where such a case is opened; the model's own sentence."""
        raise NotImplementedError

    def _o2c_kept_for_ever(self):
        """Say that it is not deleted; the model's own sentence."""
        raise NotImplementedError

    def _o2c_take_number(self, vals_list):
        """Number those of ``vals_list`` that have no number yet, each in its company.

        The sequence has the code of the model.
        """
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                sequence = self.env["ir.sequence"].with_company(vals["company_id"])
                vals["name"] = sequence.next_by_code(self._name) or "/"
