import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CallBasket } from "./basket";

registry.category("o2c_call_screen_panels").add(
    "basket",
    {
        Component: CallBasket,
        title: _t("Basket"),
        hotkey: "s",
        isShown: (call) => call.why.marketing,
    },
    { force: true, sequence: 10 }
);
