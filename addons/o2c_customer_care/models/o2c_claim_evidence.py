"""The evidence of a claim: what of the ticket goes with it, and the ZIP of it all."""

import csv
import io
import zipfile

from odoo import models

from .. import explain

PHOTO = "image/"


class O2cClaim(models.Model):
    _name = "o2c.claim"
    _inherit = "o2c.claim"

    def _events(self):
        """What the courier reported of the delivery, in its order."""
        self.ensure_one()
        # the courier's own reports are shown to who may read the claim
        shipments = self.env["o2c.shipment"].sudo()
        found = shipments.search([("picking_id", "in", self.picking_id.ids)])
        return found.event_ids.sorted("at")

    def _event_columns(self):
        return explain.claim.event_columns(self)

    def _event_rows(self, events):
        return [explain.claim.event_row(self, event) for event in events]

    def _photos(self):
        """The pictures among the evidence."""
        self.ensure_one()
        evidence = self.sudo().evidence_ids  # chosen for this claim
        return evidence.filtered(lambda a: (a.mimetype or "").startswith(PHOTO))

    def action_evidence(self):
        """Download the paper, the evidence and the courier's reports as one file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/o2c/claim/{self.id}/evidence",
            "target": "download",
        }

    def _evidence_zip(self):
        """The whole case as a ZIP file (bytes)."""
        self.ensure_one()
        self.check_access("read")
        report = self.env["ir.actions.report"].sudo()  # printed for who may read it
        paper, _kind = report._render_qweb_pdf(
            "o2c_customer_care.report_claim", self.ids
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{self.name.replace('/', '-')}.pdf", paper)
            evidence = self.sudo().evidence_ids  # chosen for this claim
            for place, attachment in enumerate(evidence, start=1):
                name = attachment.name.replace("/", "-")
                archive.writestr(f"evidence/{place:02}-{name}", attachment.raw or b"")
            if events := self._events():
                archive.writestr("courier.csv", self._events_csv(events))
        return buffer.getvalue()

    def _events_csv(self, events):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow(self._event_columns())
        writer.writerows(self._event_rows(events))
        return "\ufeff" + text.getvalue()
