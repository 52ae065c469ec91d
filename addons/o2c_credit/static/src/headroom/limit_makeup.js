import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What today's limit is made of. */
export class LimitMakeupField extends Component {
    static template = "o2c_credit.LimitMakeupField";
    static props = { ...standardFieldProps };

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("o2c_limit_makeup", {
    component: LimitMakeupField,
    displayName: _t("Makeup of the limit"),
    supportedTypes: ["json"],
});
