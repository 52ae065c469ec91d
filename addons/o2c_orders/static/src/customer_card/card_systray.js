import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const GROUPS = [
    "sales_team.group_sale_salesman",
    "account.group_account_invoice",
    "stock.group_stock_user",
];

/** The customer card from every screen. */
export class CardSystray extends Component {
    static template = "o2c_orders.CardSystray";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    open() {
        return this.action.doAction("o2c_orders.action_card", { clearBreadcrumbs: true });
    }
}

registry.category("services").add("o2c_card_systray", {
    async start() {
        const member = await Promise.all(GROUPS.map((group) => user.hasGroup(group)));
        if (member.some(Boolean)) {
            registry
                .category("systray")
                .add("o2c_orders.card", { Component: CardSystray }, { sequence: 60 });
        }
    },
});
