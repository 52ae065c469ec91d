import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What a run says in a few rows: what goes out, and why the rest does not. */
export class DunningSummaryField extends Component {
    static template = "o2c_credit.DunningSummaryField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get parts() {
        const rows = this.props.record.data[this.props.name] || [];
        return [
            { key: "goes", title: _t("Goes out"), rows: rows.filter((row) => row.goes) },
            { key: "stays", title: _t("Stays"), rows: rows.filter((row) => !row.goes) },
        ].filter((part) => part.rows.length);
    }

    async onOpen(row) {
        const { resModel, resId } = this.props.record;
        this.action.doAction(
            await this.orm.call(resModel, "action_items", [[resId], row.domain, row.label])
        );
    }
}

registry.category("fields").add("o2c_dunning_summary", {
    component: DunningSummaryField,
    displayName: _t("What a dunning run says"),
    supportedTypes: ["json"],
});
