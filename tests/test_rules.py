"""Each architecture rule fails on a small breach and lets the right form pass."""

import pytest

from .rules import RULES, arrows
from .rules.source import Addon

MODEL = "from odoo import fields, models\n\n\n"
HOLD = MODEL + "class O2cHold(models.Model):\n    _name = 'o2c.hold'\n"
ORDER = MODEL + "class SaleOrder(models.Model):\n    _inherit = 'sale.order'\n"
ACL_HEAD = "id,name,model_id:id,group_id:id,perm_read\n"
COMPANY = HOLD + "    company_id = fields.Many2one('res.company')\n"


def data(*paths):
    return {"__manifest__.py": repr({"data": list(paths)})}


def rule_record(domain):
    return (
        "<odoo><record id='r' model='ir.rule'><field name='model_id' "
        f"ref='model_o2c_hold'/><field name='domain_force'>{domain}</field>"
        "</record></odoo>"
    )


# rule name -> [(breach or not, add-on, {path: text})]
SAMPLES = {
    "manifest_follows_arrows": [
        (True, "o2c_credit", {"__manifest__.py": "{'depends': ['account']}"}),
        (
            True,
            "o2c_credit",
            {"__manifest__.py": "{'depends': ['o2c_orders', 'o2c_customer_care']}"},
        ),
        (False, "o2c_credit", {"__manifest__.py": "{'depends': ['o2c_orders']}"}),
        (
            False,
            "o2c_quality_check",
            {"__manifest__.py": "{'depends': ['o2c_customer_care', 'o2c_orders']}"},
        ),
    ],
    "python_imports_follow_arrows": [
        (True, "o2c_credit", {"a.py": "from odoo.addons.o2c_customer_care import x"}),
        (True, "o2c_orders", {"tests/a.py": "import odoo.addons.o2c_credit.domain"}),
        (False, "o2c_quality_check", {"a.py": "from odoo.addons.o2c_orders import x"}),
        (False, "o2c_credit", {"a.py": "from odoo.addons.sale import models"}),
    ],
    "references_follow_arrows": [
        (True, "o2c_orders", {"a.py": "x = env.ref('o2c_credit.group_user')"}),
        (True, "o2c_credit", {"views/a.xml": "<a ref='o2c_customer_care.menu'/>"}),
        (True, "o2c_orders", {"static/src/a.js": "load('/o2c_credit/x')"}),
        (False, "o2c_credit", {"views/a.xml": "<a ref='o2c_orders.menu'/>"}),
        (False, "o2c_orders", {"views/a.xml": "<!-- o2c_credit.menu -->"}),
    ],
    "no_sniffing": [
        (True, "o2c_orders", {"a.py": "if 'o2c.ticket' in self.env: pass"}),
        (False, "o2c_orders", {"a.py": "if self.res_model in self.env: pass"}),
    ],
    "imports_standard_library_only": [
        (True, "o2c_orders", {"domain/a.py": "from odoo import fields"}),
        (True, "o2c_orders", {"domain/a.py": "import dateutil"}),
        (True, "o2c_orders", {"domain/a.py": "import time"}),
        (True, "o2c_orders", {"domain/a.py": "from ..models import sale_order"}),
        (
            True,
            "o2c_orders",
            {"domain/a.py": "from odoo.addons.o2c_credit.domain import b"},
        ),
        (
            True,
            "o2c_credit",
            {"domain/a.py": "from odoo.addons.o2c_orders.models import b"},
        ),
        (False, "o2c_orders", {"domain/a.py": "from .b import c\nimport decimal"}),
        (
            False,
            "o2c_credit",
            {"domain/a.py": "from odoo.addons.o2c_orders.domain import b"},
        ),
    ],
    "no_clock": [
        (True, "o2c_orders", {"domain/a.py": "x = datetime.now()"}),
        (True, "o2c_orders", {"domain/a.py": "x = date.today()"}),
        (True, "o2c_orders", {"domain/a.py": "x = random.choice(y)"}),
        (False, "o2c_orders", {"domain/a.py": "x = random.Random(7).choice(y)"}),
        (False, "o2c_orders", {"models/a.py": "x = fields.Datetime.now()"}),
    ],
    "moment_has_no_default": [
        (True, "o2c_orders", {"domain/a.py": "def due(facts, today=None): pass"}),
        (True, "o2c_orders", {"domain/a.py": "def due(facts, *, now=None): pass"}),
        (False, "o2c_orders", {"domain/a.py": "def due(facts, today, step=1): pass"}),
    ],
    "no_text_no_records": [
        (True, "o2c_orders", {"domain/a.py": "x = _('held')"}),
        (True, "o2c_orders", {"domain/a.py": "x = order.env['o2c.hold']"}),
        (True, "o2c_orders", {"domain/a.py": "def decide(env): pass"}),
        (False, "o2c_orders", {"domain/a.py": "for _, y in pairs: pass"}),
    ],
    "dataclasses_are_frozen": [
        (True, "o2c_orders", {"domain/a.py": "@dataclass\nclass Facts: pass"}),
        (
            True,
            "o2c_orders",
            {"domain/a.py": "@dataclass(frozen=False)\nclass F: pass"},
        ),
        (
            False,
            "o2c_orders",
            {"domain/a.py": "@dataclass(frozen=True)\nclass F: pass"},
        ),
    ],
    "listed_files_exist": [
        (True, "o2c_orders", {"__manifest__.py": "{'data': ['views/a.xml']}"}),
        (
            False,
            "o2c_orders",
            {"__manifest__.py": "{'data': ['views/a.xml']}", "views/a.xml": ""},
        ),
    ],
    "data_files_are_listed": [
        (True, "o2c_orders", {"__manifest__.py": "{}", "views/a.xml": ""}),
        (False, "o2c_orders", {"__manifest__.py": "{}", "static/src/a.xml": ""}),
        (
            False,
            "o2c_orders",
            {"__manifest__.py": "{'demo': ['demo/a.xml']}", "demo/a.xml": ""},
        ),
    ],
    "demo_is_apart": [
        (True, "o2c_orders", {"__manifest__.py": "{'data': ['demo/a.xml']}"}),
        (True, "o2c_orders", {"__manifest__.py": "{'demo': ['data/a.xml']}"}),
        (False, "o2c_orders", {"__manifest__.py": "{'demo': ['demo/a.xml']}"}),
    ],
    "rights_are_loaded_first": [
        (True, "o2c_orders", data("views/a.xml", "security/a_groups.xml")),
        (True, "o2c_orders", data("security/a.csv", "security/a_groups.xml")),
        (
            False,
            "o2c_orders",
            data("security/a_groups.xml", "security/a.csv", "views/a.xml"),
        ),
    ],
    "models_are_named": [
        (True, "o2c_orders", {"models/a.py": HOLD.replace("o2c.hold", "hold")}),
        (True, "o2c_orders", {"models/a.py": HOLD.replace("O2cHold", "Hold")}),
        (
            True,
            "o2c_orders",
            {"models/a.py": HOLD.replace("_name = 'o2c.hold'", "x = 1")},
        ),
        (False, "o2c_orders", {"models/a.py": HOLD}),
        (False, "o2c_orders", {"models/a.py": ORDER}),
    ],
    "foreign_fields_are_prefixed": [
        (True, "o2c_orders", {"models/a.py": ORDER + "    stage = fields.Char()\n"}),
        (
            True,
            "o2c_orders",
            {
                "models/a.py": MODEL
                + "class O2cHeld(models.AbstractModel):\n    _name = 'o2c.held'\n"
                + "    count = fields.Integer()\n",
                "models/b.py": MODEL
                + "class SaleOrder(models.Model):\n    _name = 'sale.order'\n"
                + "    _inherit = ['sale.order', 'o2c.held']\n",
            },
        ),
        (False, "o2c_orders", {"models/a.py": ORDER + "    o2c_a = fields.Char()\n"}),
        (False, "o2c_orders", {"models/a.py": HOLD + "    note = fields.Char()\n"}),
    ],
    "foreign_methods_are_marked": [
        (True, "o2c_orders", {"models/a.py": ORDER + "    def hold(self): pass\n"}),
        (
            False,
            "o2c_orders",
            {"models/a.py": ORDER + "    def _o2c_hold(self): pass\n"},
        ),
        (
            False,
            "o2c_orders",
            {"models/a.py": ORDER + "    def write(self, v): super().write(v)\n"},
        ),
    ],
    "one_birth_per_model": [
        (True, "o2c_orders", {"models/a.py": HOLD, "models/b.py": HOLD}),
        (False, "o2c_orders", {"models/a.py": HOLD, "models/b.py": ORDER}),
    ],
    "models_have_access_lines": [
        (True, "o2c_orders", {"models/a.py": HOLD}),
        (
            True,
            "o2c_orders",
            {"models/a.py": HOLD.replace(".Model", ".TransientModel")},
        ),
        (
            False,
            "o2c_orders",
            {"models/a.py": HOLD.replace(".Model", ".AbstractModel")},
        ),
        (
            False,
            "o2c_orders",
            {
                "models/a.py": HOLD,
                "security/ir.model.access.csv": ACL_HEAD + "a,a,model_o2c_hold,g,1\n",
            },
        ),
    ],
    "companies_are_kept_apart": [
        (True, "o2c_orders", {"models/a.py": COMPANY}),
        (
            True,
            "o2c_orders",
            {"models/a.py": COMPANY, "security/r.xml": rule_record("[]")},
        ),
        (
            False,
            "o2c_orders",
            {
                "models/a.py": COMPANY,
                "security/r.xml": rule_record("[('company_id', 'in', company_ids)]"),
            },
        ),
    ],
    "raised_rights_have_a_reason": [
        (True, "o2c_orders", {"models/a.py": "x = 1\ny = self.sudo()"}),
        (True, "o2c_orders", {"models/a.py": "x = '#'\ny = f('# no', self.sudo())"}),
        (
            False,
            "o2c_orders",
            {"models/a.py": "y = self.sudo()  # only code writes holds"},
        ),
        (False, "o2c_orders", {"models/a.py": "# only code writes\ny = self.sudo()"}),
        (False, "o2c_orders", {"models/a.py": "# why\ny = f(\n    self.sudo(),\n)"}),
        (True, "o2c_orders", {"models/a.py": "x = f'{a}#'\ny = self.sudo()"}),
        (True, "o2c_orders", {"models/a.py": "'''a\n# b'''\ny = self.sudo()"}),
        (False, "o2c_orders", {"models/a.py": "y = f('ä#', self.sudo())  # why"}),
        (
            False,
            "o2c_orders",
            {"models/a.py": "y = (\n    a\n    .sudo()\n    .search(  # why\n    )\n)"},
        ),
        (True, "o2c_orders", {"models/a.py": "y = self.sudo()\n# of the next line"}),
        (False, "o2c_orders", {"models/a.py": "x = 1\ny = self.sudo(False)"}),
    ],
    "no_context_switch": [
        (True, "o2c_orders", {"a.py": "self.env.context.get('skip_holds')"}),
        (True, "o2c_orders", {"a.py": "self.env.context['o2c_force']"}),
        (True, "o2c_orders", {"a.py": "'bypass_risk' in self.env.context"}),
        (False, "o2c_orders", {"a.py": "self.env.context.get('active_id')"}),
        (False, "o2c_orders", {"a.py": "values.get('skip_weekends')"}),
    ],
    "files_are_short": [
        (True, "o2c_orders", {"models/a.py": "x = 1\n" * 401}),
        (False, "o2c_orders", {"models/a.py": "x = 1\n" * 400}),
    ],
    "functions_are_short": [
        (True, "o2c_orders", {"models/a.py": "def f():\n" + "    x = 1\n" * 50}),
        (False, "o2c_orders", {"models/a.py": "def f():\n" + "    x = 1\n" * 49}),
    ],
    "no_one_string_container": [
        (True, "o2c_orders", {"models/a.py": "x = state in ('done')"}),
        (
            True,
            "o2c_orders",
            {"models/a.py": "x = 'żółć' != y and y not in ( 'done' )"},
        ),
        (False, "o2c_orders", {"models/a.py": "x = state in ('done',)"}),
        (False, "o2c_orders", {"models/a.py": "x = ('a' in 'abc')"}),
    ],
    "no_dead_api": [
        (True, "o2c_orders", {"models/a.py": "self._cr.execute(query)"}),
        (True, "o2c_orders", {"models/a.py": "class A:\n    _sql_constraints = []"}),
        (True, "o2c_orders", {"models/a.py": "fields.Float(group_operator='avg')"}),
        (False, "o2c_orders", {"models/a.py": "self.env.cr.execute(query)"}),
    ],
    "no_dead_markup": [
        (True, "o2c_orders", {"views/a.xml": "<tree string='x'/>"}),
        (True, "o2c_orders", {"views/a.xml": "<field name='x'>tree,form</field>"}),
        (False, "o2c_orders", {"views/a.xml": "<field name='x'>list,form</field>"}),
    ],
    "every_python_file_is_imported": [
        (True, "o2c_orders", {"models/__init__.py": "", "models/a.py": HOLD}),
        (True, "o2c_orders", {"tests/__init__.py": "", "tests/test_a.py": ""}),
        (True, "o2c_orders", {"controllers/a.py": "class A(portal.Portal): pass"}),
        (
            False,
            "o2c_orders",
            {"models/__init__.py": "from . import a", "models/a.py": HOLD},
        ),
        (False, "o2c_orders", {"models/__init__.py": "", "models/facts.py": "x = 1"}),
        (False, "o2c_orders", {"tests/__init__.py": "", "tests/common.py": ""}),
    ],
}
CASES = [
    pytest.param(rule, breach, Addon.of(name, **files), id=f"{rule.__name__}-{number}")
    for rule in RULES
    for number, (breach, name, files) in enumerate(SAMPLES[rule.__name__])
]


@pytest.mark.parametrize(("rule", "breach", "sample"), CASES)
def test_rule(rule, breach, sample):
    assert bool(list(rule(sample))) == breach


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_is_shown_both_ways(rule):
    assert {breach for breach, _, _ in SAMPLES[rule.__name__]} == {True, False}


def test_finding_names_file_and_line():
    sample = Addon.of("o2c_orders", **{"models/a.py": "x = 1\ny = self.sudo()"})
    rule = next(r for r in RULES if r.__name__ == "raised_rights_have_a_reason")
    assert str(next(rule(sample))).startswith("models/a.py:2: ")


def test_cycle_is_found():
    assert arrows.cycle({"a": {"b"}, "b": {"c"}, "c": set()}) is None
    assert set(arrows.cycle({"a": {"b"}, "b": {"a"}})) == {"a", "b"}
