from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .learning_common import LearningCommon


@tagged("post_install", "-at_install")
class TestRatingPage(HttpCase, LearningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._closed(user_id=cls.agent.id)
        cls.rating = cls.ticket.sudo()._current_rating()
        cls.page = f"/care/rate/{cls.rating.access_token}"

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _post(self, url, csrf=True, **data):
        if csrf:
            self.authenticate(None, None)
            data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=data)

    def _reload(self):
        self.rating.invalidate_recordset()
        return self.rating

    def test_opening_the_page_records_nothing(self):
        for query in ("", "?value=5", "?value=1&rating=1"):
            with self.subTest(_case=query):
                response = self.url_open(self.page + query)
                self.assertEqual(response.status_code, 200)
                self.assertIn("How satisfied are you", response.text)
                self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
                self.assertFalse(self._reload().consumed)

    def test_odoos_own_links_record_nothing_either(self):
        token = self.rating.access_token
        for path in (f"/rate/{token}/5", f"/rate/{token}/submit_feedback?rate=5"):
            with self.subTest(_case=path):
                response = self.url_open(path)
                self.assertIn("How satisfied are you", response.text)
                self.assertFalse(self._reload().consumed)
        self._post(f"/rate/{token}/submit_feedback", rate=5)
        self.assertFalse(self._reload().consumed)

    def test_the_buttons_rate_once(self):
        response = self._post(self.page, value="4")
        self.assertIn("Thank you for your answer", response.text)
        self.assertTrue(self._reload().consumed)
        self.assertEqual(self.rating.rating, 4)
        response = self._post(self.page, value="1")
        self.assertIn("Thank you for your answer", response.text)
        self.assertEqual(self._reload().rating, 4)

    def test_a_comment_follows_once(self):
        self._post(f"{self.page}/comment", comment="Before rating")
        self.assertFalse(self._reload().feedback)
        self._post(self.page, value="5")
        response = self._post(f"{self.page}/comment", comment="<b>Quick</b>")
        self.assertIn("&lt;b&gt;Quick&lt;/b&gt;", response.text)
        self._post(f"{self.page}/comment", comment="Another")
        self.assertEqual(self._reload().feedback, "<b>Quick</b>")

    def test_without_the_token_of_the_form_nothing_is_taken(self):
        response = self._post(self.page, csrf=False, value="4")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._reload().consumed)

    def test_guessed_tokens_are_not_found(self):
        for token in ("0" * 32, "1", "%25", self.rating.access_token[:-1]):
            with self.subTest(_case=token):
                response = self.url_open(f"/care/rate/{token}")
                self.assertEqual(response.status_code, 404)
                response = self._post(f"/care/rate/{token}", value="5")
                self.assertEqual(response.status_code, 404)
        self.assertFalse(self._reload().consumed)

    def test_wrong_values_are_refused(self):
        for value in ("0", "6", "-1", "x", "", "55"):
            with self.subTest(_case=value):
                response = self._post(self.page, value=value)
                self.assertIn("A rating is a number from 1 to 5", response.text)
                self.assertFalse(self._reload().consumed)

    def test_a_ticket_taken_up_again_says_so(self):
        self.ticket.action_reopen()
        self.assertIn("This question is over", self.url_open(self.page).text)
        response = self._post(self.page, value="5")
        self.assertIn("We have taken this up again", response.text)
        self.assertFalse(self._reload().consumed)
