"""A QR code as a picture.

Odoo's own barcodes are drawn by a backend of reportlab that is not installed
everywhere; a letter must not fail for it.
"""

import io

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

BORDER = 4  # modules, as the standard wants
SCALE = 4  # dots a module


def qr_png(text):
    """``text`` as a QR code: PNG bytes.

    Error correction is of level M, as the guideline for SEPA transfers asks for.
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    side = range(code.getModuleCount())
    dots = bytes(
        0 if code.isDark(row, column) else 255 for row in side for column in side
    )
    image = Image.frombytes("L", (len(side), len(side)), dots)
    whole = Image.new("L", (len(side) + 2 * BORDER,) * 2, 255)
    whole.paste(image, (BORDER, BORDER))
    size = whole.width * SCALE
    stream = io.BytesIO()
    whole.resize((size, size), Image.NEAREST).save(stream, "PNG")
    return stream.getvalue()
