import re
import time

from odoo.tests import HttpCase, tagged

from .common import O2cCommon


@tagged("post_install", "-at_install")
class TestChoice(O2cCommon, HttpCase):
    """The customer chooses how he hears of his orders; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._customer(name="Stranger")

    def _link(self, partner=None, days=10, action=""):
        partner = partner or self.customer
        until = int(time.time()) + days * 86400
        token = partner._o2c_notice_token(self.company, until)
        path = f"/o2c/notices/{partner.id}/{self.company.id}/{until}/{token}"
        return path + action

    def _csrf(self, response):
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)[1]

    def _choose(self, path, choice):
        token = self._csrf(self.url_open(path))
        return self.url_open(path, data={"choice": choice, "csrf_token": token})

    def _wishes(self, partner=None):
        partner = partner or self.customer
        partner.invalidate_recordset()
        return partner.o2c_notify_off, partner.o2c_notify_channel

    def test_by_the_link_of_a_mail(self):
        path = self._link()
        cases = [
            ("off", (True, False), "Wants no notifications about orders"),
            ("sms", (False, "sms"), "Prefers notifications by: Text message"),
            ("automatic", (False, False), "Wants notifications about orders"),
            ("nonsense", (False, False), None),
        ]
        for choice, wishes, summary in cases:
            with self.subTest(choice):
                before = self.Contact.search([("partner_id", "=", self.customer.id)])
                response = self._choose(path, choice)
                self.assertEqual(response.status_code, 200)
                self.assertEqual(self._wishes(), wishes)
                after = self.Contact.search([("partner_id", "=", self.customer.id)])
                new = (after - before).mapped(lambda c: (c.summary, c.direction))
                self.assertEqual(new, [(summary, "in")] if summary else [])

    def test_the_link_of_a_mail_is_a_right_link(self):
        url = self.customer._o2c_notice_url(self.company)
        path = url.removeprefix(self.customer.get_base_url())
        self.assertEqual(self.url_open(path).status_code, 200)

    def test_one_click_of_the_mail_program(self):
        response = self.url_open(self._link(action="/off"), data={"x": "1"})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self._wishes(), (True, False))

    def test_wrong_links(self):
        right = self._link()
        parts = right.split("/")
        foreign = [*parts]
        foreign[3] = str(self.stranger.id)
        longer = [*parts]
        longer[5] = str(int(parts[5]) + 1)
        cases = [
            ("old", self._link(days=-1)),
            ("another's", "/".join(foreign)),
            ("prolonged", "/".join(longer)),
            ("guessed", "/".join([*parts[:-1], "0" * 64])),
            ("not even letters", "/".join([*parts[:-1], "%C3%A9"])),
            ("nobody's", self._link().replace(f"/{self.customer.id}/", "/999999999/")),
        ]
        for case, path in cases:
            with self.subTest(case):
                self.assertEqual(self.url_open(path).status_code, 403)
                off = self.url_open(f"{path}/off", data={"x": "1"})
                self.assertEqual(off.status_code, 403)
        self.assertEqual(self._wishes(), (False, False))
        self.assertEqual(self._wishes(self.stranger), (False, False))

    def test_get_changes_nothing(self):
        for path in (self._link(), self._link(action="/off")):
            self.assertEqual(self.url_open(f"{path}?choice=off").status_code, 200)
        self.assertEqual(self._wishes(), (False, False))

    def test_a_foreign_page_changes_nothing(self):
        response = self.url_open(self._link(), data={"choice": "off"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._wishes(), (False, False))

    def test_signed_in(self):
        user = self._user("customer", login="o2c_notices", password="o2c_notices")
        self.assertIn("/web/login", self.url_open("/my/notices").url)
        self.authenticate("o2c_notices", "o2c_notices")
        self._choose("/my/notices", "portal")
        self.assertEqual(self._wishes(user.partner_id), (False, "portal"))
        self.assertIn("/my/notices", self.url_open("/my/home").text)
