"""What is said about the law: some of it only by an administrator."""

from odoo import api, models
from odoo.exceptions import AccessError


class O2cLawKeeperMixin(models.AbstractModel):
    """Records read from a cache, of which some are an administrator's."""

    _name = "o2c.law.keeper.mixin"
    _description = "What only an administrator says of the law"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_keeper()
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        self._check_keeper()
        result = super().write(vals)
        self._check_keeper()
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self._check_keeper()
        self.env.registry.clear_cache()
        return super().unlink()

    def _check_keeper(self):
        """Only an administrator makes, changes and deletes what is his.

        :raise AccessError: this is somebody else
        """
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if self._is_kept():
            raise AccessError(self._kept_for_administrators())

    def _is_kept(self):
        """Whether one of these is an administrator's."""
        raise NotImplementedError

    def _kept_for_administrators(self):
        """Say so, and what somebody else does instead; the model's own sentence."""
        raise NotImplementedError
