import json
import os
import tempfile
from collections import Counter

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, tagged

from .kill_processes import Worker, barrier

ORDERS = 5
# where a process that tells is killed: what is called, before or after, at which call
POINTS = {
    "before anything": ("o2c.notification", "_cron_notify", "before", 1),
    "collected, not committed": ("o2c.notification", "_collect", "after", 1),
    "locked, nothing decided": ("o2c.notification", "_lock_waiting", "after", 2),
    "everything is written, the mail not handed over": (
        "mail.mail",
        "send",
        "before",
        3,
    ),
    "the mail server has it, nothing is committed": ("mail.mail", "send", "after", 3),
    "one is committed, the next not begun": (
        "o2c.notification",
        "_leave_alone",
        "after",
        2,
    ),
}


class CommittedCase(TransactionCase):
    """Orders that are really there for other processes, and are gone afterwards."""

    def setUp(self):
        super().setUp()
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        self.real = api.Environment(cursor, SUPERUSER_ID, {})
        self.partner = self.real["res.partner"].create(
            {"name": "Race", "email": "race@nordlicht.example.com"}
        )
        self.orders = self.real["sale.order"].create(
            [{"partner_id": self.partner.id, "state": "sent"}] * ORDERS
        )
        # the rules of the database are left out without touching them by the models
        self.tables = ("o2c_exception_rule", "o2c_notification_rule")
        self.active = {table: self._switch_off(table) for table in self.tables}
        self.rules = []
        cursor.commit()
        self.addCleanup(self._forget)

    def _forget(self):
        """The ledgers keep everything, so what was committed goes past the models."""
        cursor = self.real.cr
        cursor.rollback()
        self.real.invalidate_all()
        for rule in self.rules:
            found = (
                "o2c_exception" if "exception" in rule._table else "o2c_notification"
            )
            cursor.execute(f"DELETE FROM {found} WHERE rule_id = %s", rule.ids)
        ids = self.orders.ids
        for statement in (
            "DELETE FROM mail_message WHERE model = 'sale.order' AND res_id = ANY(%s)",
        ):
            cursor.execute(statement, [ids])
        cursor.execute(
            "DELETE FROM o2c_contact_document WHERE contact_id IN"
            " (SELECT id FROM o2c_contact WHERE partner_id = %s)",
            self.partner.ids,
        )
        cursor.execute(
            "DELETE FROM o2c_contact WHERE partner_id = %s", self.partner.ids
        )
        for rule in self.rules:
            rule.unlink()
        # a quotation that was sent is not deleted
        cursor.execute(
            "UPDATE sale_order SET state = 'draft' WHERE id = ANY(%s)", [ids]
        )
        self.real.invalidate_all()
        self.orders.unlink()
        self.partner.unlink()
        for table, ids in self.active.items():
            cursor.execute(
                f"UPDATE {table} SET active = true WHERE id = ANY(%s)", [ids]
            )
        cursor.commit()

    def _switch_off(self, table):
        cursor = self.real.cr
        cursor.execute(f"UPDATE {table} SET active = false WHERE active RETURNING id")
        return [row[0] for row in cursor.fetchall()]

    def _exceptions(self):
        self.real.cr.rollback()
        self.real.invalidate_all()
        domain = [("order_id", "in", self.orders.ids)]
        return self.real["o2c.exception"].search(domain)


@tagged("post_install", "-at_install")
class TestTwoSearches(CommittedCase):
    """Searches at once put each exception into the queue once."""

    def setUp(self):
        super().setUp()
        rule = self.real["o2c.exception.rule"].create(
            {"name": "Race", "kind": "stage_stuck", "age": 0, "unit": "hours"}
        )
        self.rules.append(rule)
        self.real.cr.commit()

    def test_two_processes(self):
        together = barrier(2)
        workers = [
            Worker(self.env.cr.dbname, "o2c.exception", "_cron_find", barrier=together)
            for _ in range(2)
        ]
        self.assertEqual([worker.wait() for worker in workers], [0, 0])
        found = self._exceptions()
        self.assertEqual(sorted(found.order_id.ids), sorted(self.orders.ids))
        self.assertEqual(len(found), ORDERS)

    def test_killed_and_started_again(self):
        point = ("o2c.exception", "_find", "after", 1)
        worker = Worker(self.env.cr.dbname, "o2c.exception", "_cron_find", point=point)
        self.assertEqual(worker.wait(), -9)
        self.assertFalse(self._exceptions())
        worker = Worker(self.env.cr.dbname, "o2c.exception", "_cron_find")
        self.assertEqual(worker.wait(), 0)
        self.assertEqual(len(self._exceptions()), ORDERS)


@tagged("post_install", "-at_install")
class TestExactlyOnce(CommittedCase):
    """Whoever tells, however often it is killed: each customer hears it once."""

    def setUp(self):
        super().setUp()
        handle, self.path = tempfile.mkstemp()
        os.close(handle)
        self.addCleanup(os.unlink, self.path)
        rule = self.real["o2c.notification.rule"].create(
            {
                "name": "Race",
                "milestone": "captured",
                "template_id": self.env.ref(
                    "o2c_orders.mail_template_notice_confirmed"
                ).id,
            }
        )
        self.rules.append(rule)
        self._begin_anew()

    def _mail_server(self, path):
        """What a process gets for a mail server: it writes down what it takes."""

        def setup(registry):
            servers = registry["ir.mail_server"]
            servers._connect__ = lambda self, **kwargs: None
            servers._disable_send = lambda self: False

            def send_email(self, message, **kwargs):
                with open(path, "a", encoding="utf-8") as lines:
                    line = [message["To"], message["Subject"], message["Message-Id"]]
                    lines.write(json.dumps(line) + "\n")
                return message["Message-Id"]

            servers.send_email = send_email

        return setup

    def _worker(self, **options):
        setup = self._mail_server(self.path)
        return Worker(
            self.env.cr.dbname,
            "o2c.notification",
            "_cron_notify",
            setup=setup,
            **options,
        )

    def _got(self):
        with open(self.path, encoding="utf-8") as lines:
            return [tuple(json.loads(line)) for line in lines]

    def _notices(self):
        self.real.cr.rollback()
        self.real.invalidate_all()
        domain = [("order_id", "in", self.orders.ids)]
        return self.real["o2c.notification"].search(domain)

    def assertToldOnce(self):
        notices = self._notices()
        self.assertEqual(notices.mapped("state"), ["sent"] * ORDERS)
        self.assertEqual(len({n.order_id for n in notices}), ORDERS)
        contacts = self.real["o2c.contact"].search(
            [("partner_id", "=", self.partner.id)]
        )
        self.assertEqual(len(contacts), ORDERS)
        self.assertEqual(notices.contact_id, contacts)

    def test_two_processes(self):
        together = barrier(2)
        workers = [self._worker(barrier=together) for _ in range(2)]
        self.assertEqual([worker.wait() for worker in workers], [0, 0])
        # the one that lost a collision leaves the rest to the next round
        self.assertEqual(self._worker().wait(), 0)
        self.assertToldOnce()
        self.assertEqual(len(self._got()), ORDERS)

    def test_killed_anywhere(self):
        for case, point in POINTS.items():
            with self.subTest(case):
                self._begin_anew()
                self.assertEqual(self._worker(point=point).wait(), -9)
                self.assertEqual(self._worker().wait(), 0)
                self.assertToldOnce()
                times = Counter(self._got())
                self.assertEqual(len(times), ORDERS)
                # the one in flight may come twice, as the same message
                twice = [key for key, count in times.items() if count > 1]
                in_flight = case == "the mail server has it, nothing is committed"
                self.assertEqual(len(twice), int(in_flight), times)

    def _begin_anew(self):
        with open(self.path, "w", encoding="utf-8"):
            pass
        cursor = self.real.cr
        # the rule takes what was there before it for history: these orders are news
        cursor.execute(
            "DELETE FROM o2c_notification WHERE order_id = ANY(%s)", [self.orders.ids]
        )
        cursor.execute(
            "DELETE FROM o2c_contact_document WHERE contact_id IN"
            " (SELECT id FROM o2c_contact WHERE partner_id = %s)",
            self.partner.ids,
        )
        cursor.execute(
            "DELETE FROM o2c_contact WHERE partner_id = %s", self.partner.ids
        )
        cursor.commit()
        self.real.invalidate_all()
