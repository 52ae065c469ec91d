/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What the agent should know before he dials: sections of label and value. */
export class BriefingField extends Component {
    static template = "o2c_quality_check.BriefingField";
    static props = { ...standardFieldProps };

    get sections() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("o2c_briefing", {
    component: BriefingField,
    displayName: _t("Briefing before a call"),
    supportedTypes: ["json"],
});
