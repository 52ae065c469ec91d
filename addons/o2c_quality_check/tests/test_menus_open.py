import datetime as plain

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.safe_eval import datetime, safe_eval, time

CARE, CALL = "o2c_customer_care.group_care", "o2c_quality_check.group_call"
ROLES = {
    "salesperson": "sales_team.group_sale_salesman",
    "warehouse": "stock.group_stock_user",
    "office": "base.group_user,o2c_customer_care.group_care_office",
    "accountant": "account.group_account_invoice",
    "order_desk": "o2c_orders.group_order_desk",
    "order_manager": "o2c_orders.group_order_manager",
    "care_agent": f"{CARE}_agent",
    "care_leader": f"{CARE}_leader",
    "call_agent": f"{CALL}_agent",
    "call_leader": f"{CALL}_leader",
    "marketing": f"{CALL}_marketing",
}
LISTED = ("list", "kanban")


@tagged("post_install", "-at_install")
class TestMenusOpen(TransactionCase):
    """Whoever sees a menu of ours can open what is behind it.

    Records that are there are read, as the client reads them; what does not depend on
    records is looked at in the views.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"menus_{role}", groups)
            for role, groups in ROLES.items()
        }

    def test_every_menu_opens(self):
        for role, user in self.users.items():
            env = self.env(user=user, context={"lang": "en_US"})
            for name, action in self._actions(env):
                with self.subTest(role=role, menu=name):
                    self._open(env, action)

    def test_what_a_link_leads_to_opens(self):
        """Forms of documents: nothing on them is of a model that one may not read."""
        for role, user in self.users.items():
            env = self.env(user=user, context={"lang": "en_US"})
            for model in sorted(env.registry):
                Model = env[model]
                if not model.startswith("o2c.") or Model._abstract or Model._transient:
                    continue
                if not Model.has_access("read"):
                    continue
                with self.subTest(role=role, model=model):
                    self._look(env, model, [(False, "form"), (False, "list")])

    def _actions(self, env):
        """(name of the menu, action) of every menu of ours that the user sees."""
        found = []
        menus = env["ir.ui.menu"].load_menus(False)
        for key, menu in menus.items():
            ours = (menu.get("xmlid") or "").startswith("o2c_")
            if key == "root" or menu["action_model"] != "ir.actions.act_window":
                continue
            if ours:
                action = self.env["ir.actions.act_window"].browse(menu["action_id"])
                found.append((menu["xmlid"], action))
        self.assertTrue(found)
        return found

    def _open(self, env, action):
        names = {"uid": env.uid, "time": time, "datetime": datetime}
        names |= {"context_today": plain.date.today, "relativedelta": relativedelta}
        names |= {"active_id": False, "allowed_company_ids": env.companies.ids}
        context = safe_eval(action.context or "{}", dict(names))
        domain = safe_eval(action.domain or "[]", dict(names))
        Model = env[action.res_model].with_context(**context)
        views = [tuple(view) for view in action.views]
        for kind, arch in self._look(Model.env, Model._name, views).items():
            if kind in LISTED:
                Model.web_search_read(domain, _wanted(Model, arch), limit=3)
            elif kind == "form":
                found = Model.search(domain, limit=1)
                found.web_read(_wanted(Model, arch))
            elif kind in ("pivot", "graph"):
                self._group(Model, domain, arch)

    def _look(self, env, model, views):
        """{kind: its arch} of the views; their lists can be read."""
        found = env[model].get_views(views)["views"]
        archs = {kind: etree.fromstring(found[kind]["arch"]) for _id, kind in views}
        for kind, arch in archs.items():
            if not found[kind]["id"]:
                continue  # Odoo's own with every field; no way leads there
            for field in _fields(env[model], arch):
                if field.type in ("one2many", "many2many") and model.startswith("o2c."):
                    readable = env[field.comodel_name].has_access("read")
                    self.assertTrue(readable, f"{kind}: {field}")
        return archs

    def _group(self, model, domain, arch):
        rows, measures = [], ["__count"]
        for node in arch.iter("field"):
            field = model._fields[node.get("name")]
            if node.get("type") == "measure":
                measures.append(f"{field.name}:{field.aggregator or 'sum'}")
            elif field.type in ("date", "datetime"):
                rows.append(f"{field.name}:{node.get('interval') or 'month'}")
            else:
                rows.append(field.name)
        model.formatted_read_group(domain, rows, measures)


def _fields(model, arch):
    """The fields of the model itself, not those of the lists in its form."""
    return [
        model._fields[node.get("name")]
        for node in arch.iter("field")
        if not any(above.tag == "field" for above in node.iterancestors())
        and node.get("name") in model._fields
    ]


def _wanted(model, arch):
    """What the client asks for: {field: what of it}."""
    name = {"fields": {"display_name": {}}}
    return {
        field.name: name if field.relational else {} for field in _fields(model, arch)
    }
