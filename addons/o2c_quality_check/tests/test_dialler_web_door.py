import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain.courier import sign

from .dialler_common import NOW, seconds
from .dialler_web_common import HANG, SECRET, WebDiallerCommon


@tagged("post_install", "-at_install")
class TestDiallerWebDoor(WebDiallerCommon):
    """Who is believed, who may read and set what, and what is kept of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        admins = ["base.group_system", "o2c_quality_check.group_call_leader"]
        cls.admin = cls._user("phone_admin", groups=",".join(admins))

    @classmethod
    def _customers(cls):
        return 2

    def _events(self):
        return self.Event.search([("dialler_id", "=", self.dialler.id)])

    # ------------------------------------------------------------- belief
    @mute_logger("odoo.http")
    def test_not_believed(self):
        line = self._rings()
        told = self.phone.event(line.ref, "busy")
        link = self._dialler(kind="link", mode="preview")
        for case, options, status in (
            ("wrong secret", {"secret": "no"}, 401),
            ("too old", {"late": 400}, 401),
            ("from the future", {"late": -400}, 401),
            ("not signed", {"X-O2C-Signature": ""}, 401),
            ("no stamp", {"X-O2C-Timestamp": "soon"}, 401),
            ("a link", {"number": link.id}, 404),
            ("nobody", {"number": link.id + 100000}, 404),
            ("form", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ):
            with self.subTest(_case=case):
                self.assertEqual(self._post(told, **options).status_code, status)
        for case, raw, status in (
            ("no json", b"{", 400),
            ("no list", b"5", 400),
            ("no number", b'{"id": "1", "seconds": NaN}', 400),
            ("too many", json.dumps([told] * 101).encode(), 400),
            ("too large", b" " * (64 * 1024 + 1), 413),
        ):
            with self.subTest(_case=case):
                self.assertEqual(self._post(raw).status_code, status)
        url = f"/o2c/dialler/{self.dialler.id}/events"
        self.assertEqual(self.url_open(url).status_code, 405)
        self.assertFalse(self._events())
        self.assertEqual(line.state, "ringing")

    def test_refusals_are_counted_not_piled_up(self):
        self._post({}, secret="no")
        self._post({}, secret="other")
        refused = self._messages("received")
        # at the turn of an hour it is one each
        self.assertEqual(sum(refused.mapped("times")), 2)
        self.assertEqual(set(refused.mapped("state")), {"refused"})
        self.assertEqual(refused[0].detail, "Refused: signed with another secret.")

    def test_the_very_same_message_again(self):
        line = self._rings()
        body = json.dumps(self.phone.event(line.ref, "ringing")).encode()
        stamp = str(next(self.stamps))
        headers = {
            "Content-Type": "application/json",
            "X-O2C-Timestamp": stamp,
            "X-O2C-Signature": sign(SECRET, stamp, body),
        }
        url = f"/o2c/dialler/{self.dialler.id}/events"
        answers = [self.url_open(url, data=body, headers=headers) for _ in range(2)]
        self.assertEqual([a.status_code for a in answers], [200, 409])
        self.assertEqual(answers[1].json(), {"error": "replayed"})
        self.env.invalidate_all()
        self.assertEqual(len(self._events()), 1)
        # signed anew it is taken, and answered as before
        again = self._post(body)
        self.assertEqual(again.status_code, 200)
        self.assertFalse(again.json()["results"][0]["new"])
        details = self._messages("received").mapped("detail")
        self.assertEqual(details[0], "ringing: Known already")
        self.assertIn("ringing: Noted: it changes nothing", details)

    def test_what_is_not_understood_is_kept_and_said(self):
        line = self._rings()
        results = self._tell(
            seconds(1),
            {"id": "1", "dial": line.ref, "event": "dancing"},
            {"id": "2", "dial": "nobody", "event": "busy"},
            {"dial": line.ref, "event": "busy"},
            {"id": "4", "dial": line.ref},
            5,
            {"id": "6\0\ud800", "dial": line.ref, "event": "ringing"},
        )
        self.assertEqual(
            [row.get("missing") or row["outcome"] for row in results],
            ["unknown_kind", "unknown_line", "id", "event", "object", "noted"],
        )
        self.assertEqual(sorted(self._events().mapped("event_key")), ["1", "2", "6?"])
        (kept,) = self._messages("received")
        self.assertEqual(kept.state, "done")
        self.assertEqual(
            kept.detail,
            "dancing: Not understood; busy: No such line; "
            "busy: Not taken in: it has no key; "
            "Not taken in: it does not say what happened; "
            "Not taken in: it is no event; …",
        )
        self.assertEqual(line.state, "ringing")

    def test_another_systems_line_is_not_touched(self):
        line = self._rings()
        other = self._dialler(kind="web", web_url=self.phone.url, web_secret="theirs")
        told = self.phone.event(line.ref, "busy")
        answer = self._post(told, secret="theirs", number=other.id)
        self.assertEqual(answer.json()["results"][0]["outcome"], "unknown_line")
        self.assertEqual(line.state, "ringing")

    # ------------------------------------------------------------- where to
    def test_addresses(self):
        for case, url, word in (
            ("plain", "http://pbx.example.com/", "Only https"),
            ("password", "https://me:pw@pbx.example.com/", "No name and password"),
            ("no web", "ftp://pbx.example.com/", "no web address"),
            ("no host", "https:///calls", "no web address"),
            ("no port", "https://pbx.example.com:99999/", "no web address"),
            ("half a bracket", "https://[::1/", "no web address"),
            ("tricky", "http://127.0.0.1@pbx.example.com/", "Only https"),
        ):
            with (
                self.subTest(_case=case),
                self.assertRaises(ValidationError) as refused,
                self.env.cr.savepoint(),
            ):
                self.dialler.web_url = url
            self.assertIn(word, str(refused.exception))

    def test_own_network_only_if_allowed(self):
        self.dialler.web_private = False
        line = self._rings()
        self.assertFalse(self.phone.asked)
        self.assertEqual(line.state, "ended")
        self.assertIn("network of one's own", self._messages("sent").detail)

    def test_without_an_address_nothing_starts(self):
        with self.assertRaises(ValidationError) as refused:
            self._dialler(kind="web")
        self.assertIn("has no address", str(refused.exception))

    # ------------------------------------------------------------- an administrator
    def _tested(self):
        action = self.dialler.with_user(self.admin).action_web_test()
        return action["params"]["type"], action["params"]["message"]

    def test_the_connection(self):
        kind, text = self._tested()
        self.assertEqual(kind, "success")
        self.assertIn("answered (200) within", text)
        self.phone.plan[:] = [500]
        self.assertEqual(
            self._tested(), ("danger", "The telephone system had an error (500).")
        )
        self.dialler.web_timeout = 1
        self.phone.plan[:] = [HANG]
        kind, text = self._tested()
        self.assertIn("did not answer in time", text)
        self.assertEqual(
            self._messages("sent").mapped("state"), ["failed", "failed", "done"]
        )
        status = self.dialler.with_user(self.leader).web_status
        self.assertIn("requests heard: 1, failed: 2;", status)

    def test_nobody_listens(self):
        self.dialler.web_url = "http://127.0.0.1:1/"
        self.assertIn("no connection", self._tested()[1])

    def test_secrets_are_for_administrators(self):
        for user in (self.leader, self.agent):
            dialler = self.dialler.with_user(user)
            for field in ("web_secret", "web_url"):
                with self.subTest(user.login, _field=field):
                    with self.assertRaises(AccessError):
                        call_kw(dialler, "read", [dialler.ids, [field]], {})
                    with self.assertRaises(AccessError):
                        call_kw(dialler, "write", [dialler.ids, {field: "x"}], {})
            for method in ("action_web_test", "action_web_secret"):
                with (
                    self.subTest(user.login, _m=method),
                    self.assertRaises(AccessError),
                ):
                    call_kw(dialler, method, [dialler.ids], {})
        self.assertEqual(self.dialler.web_secret, SECRET)
        self.assertFalse(self.phone.asked)
        self.assertEqual(self.dialler.with_user(self.admin).web_secret, SECRET)

    def test_secrets_are_in_no_file_and_no_log(self):
        line = self._rings()
        self._tells(seconds(1), line, "busy")
        self._post({}, secret="no")
        admin = self.dialler.with_user(self.admin)
        exported = admin.export_data(["name", "web_secret"])["datas"]
        self.assertEqual(exported, [["Cellar", ""]])
        self.assertFalse(admin.fields_get(["web_secret"])["web_secret"]["exportable"])
        self.assertNotEqual(admin.copy().web_secret, SECRET)
        kept = self.Message.search([("dialler_id", "=", self.dialler.id)])
        texts = kept.mapped(lambda m: f"{m.body} {m.answer} {m.detail} {m.key}")
        texts += self.dialler.message_ids.mapped(lambda m: str(m.body))
        self.assertNotIn(SECRET, " ".join(texts))

    def test_a_new_secret_ends_the_one_before(self):
        action = self.dialler.with_user(self.admin).action_web_secret()
        secret = action["params"]["message"]
        self.assertNotEqual(secret, SECRET)
        test = {"id": "1", "event": "test"}
        self.assertEqual(self._post(test).status_code, 401)
        answer = self._post(test, secret=secret)
        self.assertEqual(answer.json()["results"][0]["outcome"], "noted")

    # ------------------------------------------------------------- the log
    def test_leaders_read_the_log_nobody_writes_it(self):
        self._rings()
        message = self._messages("sent")
        own = message.with_user(self.leader)
        self.assertEqual(own.read(["kind"])[0]["kind"], "dial")
        for vals in ({"state": "done"}, {"body": ""}):
            with self.assertRaises(AccessError):
                call_kw(own, "write", [own.ids, vals], {})
        with self.assertRaises(AccessError):
            call_kw(own, "unlink", [own.ids], {})
        with self.assertRaises(AccessError):
            call_kw(message.with_user(self.agent), "read", [own.ids, ["body"]], {})

    def test_another_companys_log_is_not_seen(self):
        self._rings()
        message = self._messages("sent")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        message.company_id = elsewhere
        found = self.Message.with_user(self.leader).search([("id", "=", message.id)])
        self.assertFalse(found)

    def test_old_messages_are_forgotten(self):
        self._rings()
        self._tells(seconds(1), self.Line.browse(), "test")
        now = fields.Datetime.now()
        sent, received = self._messages("sent"), self._messages("received")
        sent.at = now - timedelta(days=29, hours=23)
        received.at = now - timedelta(days=30, hours=1)
        self.Message._gc_old()
        self.assertTrue(sent.exists())
        self.assertFalse(received.exists())
        # what counts once is known for ever
        self.assertEqual(len(self._events()), 1)
        self.assertEqual(self._messages("sent").line_id.dialled_at, NOW)
