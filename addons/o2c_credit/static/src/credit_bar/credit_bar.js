import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * A customer's credit: how he stands, a bar of what is used and what the order in
 * hand asks for, with a mark at the limit, and the figures below it.
 */
export class CreditBarField extends Component {
    static template = "o2c_credit.CreditBarField";
    static props = { ...standardFieldProps };

    get card() {
        return this.props.record.data[this.props.name];
    }

    get isLimited() {
        return this.card.standing !== "unlimited";
    }

    get description() {
        const figures = this.card.lines.map((line) => `${line.label} ${line.value}`);
        return [this.card.title, ...figures].join(", ");
    }
}

registry.category("fields").add("o2c_credit_bar", {
    component: CreditBarField,
    displayName: _t("Credit bar"),
    supportedTypes: ["json"],
});
