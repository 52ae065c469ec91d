/** @odoo-module **/

import { registry } from "@web/core/registry";
import { RadioField, radioField } from "@web/views/fields/radio/radio_field";

/** The choices of the follow-up: only those that the chosen quotations allow. */
export class FollowUpChoice extends RadioField {
    get items() {
        const possible = this.props.record.data.possible || [];
        return super.items.filter(([value]) => possible.includes(value));
    }
}

registry.category("fields").add("o2c_follow_up_choice", {
    ...radioField,
    component: FollowUpChoice,
    supportedTypes: ["selection"],
});
