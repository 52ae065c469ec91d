import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useService } from "@web/core/utils/hooks";

/** Opens a mail to the customer: empty, with a canned answer, or with a paper. */
export class AnswerMenu extends Component {
    static template = "o2c_customer_care.AnswerMenu";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ answers: [], documents: [] });
    }

    async load() {
        await this.props.record.save();
        const ids = [this.props.record.resId];
        Object.assign(this.state, await this.orm.call("o2c.ticket", "answer_choices", [ids]));
    }

    async open(choice) {
        const ids = [this.props.record.resId];
        const action = await this.orm.call("o2c.ticket", "action_answer", [ids], choice);
        this.action.doAction(action, { onClose: () => this.props.record.load() });
    }
}

registry.category("view_widgets").add("o2c_answer_menu", { component: AnswerMenu });
