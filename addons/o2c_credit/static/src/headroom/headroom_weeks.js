import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Headroom of the coming weeks, each with a bar of what is used of the limit. */
export class HeadroomWeeksField extends Component {
    static template = "o2c_credit.HeadroomWeeksField";
    static props = { ...standardFieldProps };

    get forecast() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("o2c_headroom_weeks", {
    component: HeadroomWeeksField,
    displayName: _t("Headroom by week"),
    supportedTypes: ["json"],
});
