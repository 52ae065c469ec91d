from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request


class O2cClaimEvidence(http.Controller):
    @http.route(
        "/o2c/claim/<int:claim_id>/evidence",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def o2c_claim_evidence(self, claim_id):
        """The claim with its evidence as a ZIP file, for who may read the claim."""
        claim = request.env["o2c.claim"].browse(claim_id)
        try:
            content = claim.exists()._evidence_zip() if claim.exists() else None
        except (AccessError, MissingError):
            content = None
        if content is None:
            return request.not_found()
        name = f"{claim.name.replace('/', '-')}.zip"
        return request.make_response(
            content,
            [
                ("Content-Type", "application/zip"),
                ("Content-Length", str(len(content))),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
