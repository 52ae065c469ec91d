#!/bin/sh
# Install our modules, or update them to the mounted files, and leave. The service
# "init" of docker-compose.yml runs this before any other Odoo starts.
set -eu
# The calendar of public holidays is not in the image: it goes, in the version that is
# pinned, into the volume that all services share.
wanted=$(grep '^holidays==' /mnt/requirements-odoo.txt)
have=$(python3 -c 'import holidays; print(f"holidays=={holidays.__version__}")' \
    2>/dev/null || true)
[ "$have" = "$wanted" ] ||
    python3 -m pip install --quiet --no-deps --upgrade --target /var/lib/odoo/python "$wanted"

modules=o2c_orders,o2c_credit,o2c_customer_care,o2c_quality_check

odoo --database="$ODOO_DB" --init="$modules" --update="$modules" "--$ODOO_DEMO-demo" \
    --no-http --max-cron-threads=0 --stop-after-init

# A new database lets everybody in as admin/admin: that password, and no other, is
# replaced.
odoo shell --database="$ODOO_DB" --no-http <<'PYTHON'
import os

from odoo.exceptions import AccessDenied

admin = env.ref("base.user_admin")
try:
    admin.with_user(admin)._check_credentials(
        {"type": "password", "login": admin.login, "password": "admin"},
        {"interactive": True},
    )
except AccessDenied:
    pass
else:
    admin.password = os.environ["ADMIN_PASSWORD"]
    env.cr.commit()
PYTHON
