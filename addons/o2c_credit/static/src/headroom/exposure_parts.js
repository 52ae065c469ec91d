import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What the exposure is made of; each part opens the records behind it. */
export class ExposurePartsField extends Component {
    static template = "o2c_credit.ExposurePartsField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    async onOpen(part) {
        const { resModel, resId } = this.props.record;
        const action = await this.orm.call(resModel, "action_part", [[resId], part]);
        await this.action.doAction(action);
    }
}

registry.category("fields").add("o2c_exposure_parts", {
    component: ExposurePartsField,
    displayName: _t("Exposure by part"),
    supportedTypes: ["json"],
});
