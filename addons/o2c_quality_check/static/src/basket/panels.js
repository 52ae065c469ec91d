/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CallBasket } from "@o2c_quality_check/basket/basket";
import { CallVoucher } from "@o2c_quality_check/voucher/voucher";

const PANELS = registry.category("o2c_call_screen_panels");

PANELS.add("basket", {
    Component: CallBasket,
    title: _t("Basket"),
    hotkey: "l",
    isShown: (call) => call.sells,
    isFirst: true,
});
PANELS.add("voucher", {
    Component: CallVoucher,
    title: _t("Voucher"),
    hotkey: "u",
    isShown: (call) => call.vouchers,
});
