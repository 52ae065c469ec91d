import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useDebounced } from "@web/core/utils/timing";
import { useService } from "@web/core/utils/hooks";

/** What the count depends on: when one of them changes, it is asked again. */
const READ = [
    "kind",
    "source",
    "min_days",
    "max_days",
    "quiet_days",
    "complaint_scope",
    "company_id",
    "sampling",
    "seed",
    "sample_share",
    "sample_count",
    "sample_margin",
    "sample_confidence",
    "answer_rate",
    "area_by",
];

/** How many a campaign's rule finds at this moment, and why others are left out. */
export class TargetCount extends Component {
    static template = "o2c_quality_check.TargetCount";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ found: null, asking: false, failed: "" });
        this.asked = 0;
        this.ask = useDebounced(() => this.load(), 400);
        useRecordObserver((record) => {
            READ.forEach((name) => record.data[name]);
            const rules = record.data.rule_ids;
            rules?.records.forEach((line) => Object.values(line.data));
            rules?.currentIds.length;
            this.ask();
        });
    }

    async load() {
        const { record } = this.props;
        const number = ++this.asked;
        this.state.asking = true;
        try {
            const values = await record.getChanges({ withReadonly: true });
            const found = await this.orm.silent.call("o2c.campaign", "target_count", [
                record.resId || false,
                values,
            ]);
            if (number === this.asked) {
                Object.assign(this.state, { found, failed: "" });
            }
        } catch (error) {
            if (number === this.asked) {
                const told = error.data?.message || _t("Enter the rule first.");
                Object.assign(this.state, { found: null, failed: told });
            }
        } finally {
            if (number === this.asked) {
                this.state.asking = false;
            }
        }
    }

    /** @param {Object} line one of the reasons: its share of the longest bar */
    width(line) {
        const most = Math.max(...this.state.found.left_out.map((one) => one.count));
        return `${Math.round((100 * line.count) / most)}%`;
    }
}

registry.category("view_widgets").add("o2c_target_count", { component: TargetCount });
