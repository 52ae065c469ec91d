"""Every menu of the module opens for everybody who sees it: lists, forms, filters."""

from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval
from odoo.tools.view_validation import get_expression_field_names

from .dunning_common import DunningCase

RELATIONS = ("many2one", "one2many", "many2many")
OF_THE_CLOCK = ("context_today", "relativedelta", "datetime", "'today")


@tagged("post_install", "-at_install")
class TestScreens(DunningCase):
    """With one notice, its run and a credit account; what else there is depends on
    the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls._user(role)
            for role in ("collector", "credit_manager", "accountant", "salesperson")
        ]
        both = "o2c_credit.group_credit_manager,base.group_system"
        cls.people.append(cls._user(both, login="o2c_system"))

    def _windows(self, user):
        """The window actions of this module's menus that ``user`` sees."""
        menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        domain = [("module", "=", "o2c_credit"), ("model", "=", "ir.ui.menu")]
        ours = self.env["ir.model.data"].search(domain).mapped("res_id")
        seen = self.env["ir.ui.menu"].browse(sorted(menus.intersection(ours)))
        actions = [menu.action for menu in seen if menu.action]
        return [a for a in actions if a._name == "ir.actions.act_window"]

    def _model(self, user, action):
        values = {"uid": user.id, "allowed_company_ids": user.company_ids.ids}
        context = safe_eval(action.context or "{}", dict(values))
        env = self.env(user=user, su=False, context={**context, "lang": "en_US"})
        return env[action.res_model]

    def test_lists_forms_and_filters(self):
        self._due()
        self._generate()
        for user in self.people:
            opened = 0
            for action in self._windows(user):
                with self.subTest(user=user.login, action=action.xml_id):
                    self._open(self._model(user, action), action)
                    opened += 1
            if user != self.people[3]:
                self.assertGreater(opened, 10, user.login)

    def _open(self, model, action):
        self.env.invalidate_all()
        views = [*action.views, (action.search_view_id.id or False, "search")]
        found = model.get_views(views)["views"]
        archs = {kind: etree.fromstring(view["arch"]) for kind, view in found.items()}
        self._filters(model, archs["search"])
        if "list" in archs:
            records = self._read_list(model, archs["list"])
            if "form" in archs and records:
                Form(model.browse(records[0]["id"]))
        if "form" in archs and self._may_create(model, archs):
            Form(model)

    @staticmethod
    def _may_create(model, archs):
        shut = {"0", "false", "False"}
        forbidden = {arch.get("create") for arch in archs.values()} & shut
        return not forbidden and model.has_access("create")

    @staticmethod
    def _read_list(model, arch):
        names = [node.get("name") for node in arch.findall(".//field")]
        spec = {}
        for name in names:
            relation = model._fields[name].type in RELATIONS
            spec[name] = {"fields": {"display_name": {}}} if relation else {}
        return model.web_search_read([], spec, limit=20)["records"]

    @staticmethod
    def _filters(model, arch):
        for node in arch.iterfind(".//filter[@domain]"):
            text = node.get("domain")
            if not any(word in text for word in OF_THE_CLOCK):
                model.search_count(safe_eval(text, {"uid": model.env.uid}))

    def test_buttons_above_a_list_ask_no_record(self):
        """The client knows no record there: the whole list would not open."""
        views = self.env["ir.ui.view"].search(
            [("type", "=", "list"), ("mode", "=", "primary"), ("model", "like", "o2c.")]
        )
        self.assertGreater(len(views), 20)
        for view in views:
            arch = etree.fromstring(view.get_combined_arch())
            for node in arch.iterfind("./header/*[@invisible]"):
                asked = get_expression_field_names(node.get("invisible"))
                self.assertFalse(asked, (view.xml_id, node.get("name")))
