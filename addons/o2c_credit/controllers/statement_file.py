from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from .. import explain

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
READERS = (
    "o2c_credit.group_credit_user,account.group_account_invoice,"
    "account.group_account_readonly"
)


class O2cStatement(http.Controller):
    @http.route(
        "/o2c/credit/<int:account_id>/statement.<any(pdf,xlsx):kind>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def statement(self, account_id, kind, as_of="", date_from="", lang=None, **kw):
        """The statement of one customer as a file; collectors and accountants only."""
        if not request.env.user.has_groups(READERS):
            raise AccessError(explain.statement.not_allowed(request.env))
        account = request.env["o2c.credit.account"].browse(account_id).exists()
        if not account:
            raise request.not_found()
        installed = dict(request.env["res.lang"].get_installed())
        lang = lang if lang in installed else account._statement_lang()
        day = account._statement_date(as_of)
        first = account._statement_date(date_from) if date_from else None
        make = account._statement_pdf if kind == "pdf" else account._statement_xlsx
        spoken = account.with_context(lang=lang)
        name = explain.statement.file_name(spoken, day, kind)
        headers = [
            ("Content-Type", TYPES[kind]),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(make(day, lang, first), headers)
