import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

/** The phone form from every screen, for who answers the telephone. */
export class PhoneSystray extends Component {
    static template = "o2c_customer_care.PhoneSystray";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    open() {
        return this.action.doAction("o2c_customer_care.action_phone", { clearBreadcrumbs: true });
    }
}

registry.category("services").add("o2c_care_phone_systray", {
    async start() {
        if (await user.hasGroup("o2c_customer_care.group_care_agent")) {
            registry
                .category("systray")
                .add("o2c_customer_care.phone", { Component: PhoneSystray }, { sequence: 61 });
        }
    },
});
