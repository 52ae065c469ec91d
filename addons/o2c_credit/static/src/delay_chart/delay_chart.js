import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How late a customer paid, a bar for each month in which something fell due. */
export class DelayChartField extends Component {
    static template = "o2c_credit.DelayChartField";
    static props = { ...standardFieldProps };

    get chart() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("o2c_credit_delay_chart", {
    component: DelayChartField,
    displayName: _t("Delays by month"),
    supportedTypes: ["json"],
});
