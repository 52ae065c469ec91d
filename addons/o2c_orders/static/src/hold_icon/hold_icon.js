/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A raised hand where something is on hold, nothing elsewhere. */
export class HoldIconField extends Component {
    static template = "o2c_orders.HoldIconField";
    static props = { ...standardFieldProps };

    get isHeld() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("o2c_hold_icon", {
    component: HoldIconField,
    displayName: _t("On hold"),
    supportedTypes: ["boolean"],
});
