import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "o2c.credit.account";

/** One customer as each role wants to see him; the first line is the same for all. */
export class CustomerView extends Component {
    static template = "o2c_credit.CustomerView";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ view: null });
        this.id = this.props.action.context.active_id;
        onWillStart(() => this.id && this.show());
        // opened by its address alone: there is no customer to show
        onMounted(() => this.id || this.chooseCustomer());
    }

    async show(role) {
        this.state.view = await this.orm.call(MODEL, "role_view", [[this.id]], {
            role: role || null,
        });
    }

    chooseCustomer() {
        return this.action.doAction("o2c_credit.action_credit_account", {
            clearBreadcrumbs: true,
        });
    }

    do(name) {
        return this.action.doActionButton({
            type: "object",
            name,
            resModel: MODEL,
            resId: this.id,
            resIds: [this.id],
            context: {},
        });
    }

    openAccount() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: this.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("o2c_credit.customer_view", CustomerView);
