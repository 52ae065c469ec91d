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

/** So long nobody must type before the list is counted, in milliseconds. */
const PAUSE = 1000;

/** A value of a record as it can be compared: relations by their ids. */
function plain(value) {
    return value?.currentIds ?? value?.id ?? value;
}

/** How many a campaign's rule finds at this moment, and why others are left out. */
export class TargetCount extends Component {
    static template = "o2c_quality_check.TargetCount";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ found: null, asking: false, failed: "" });
        this.wanted = "";
        this.again = false;
        this.ask = useDebounced(() => this.load(), PAUSE);
        useRecordObserver((record) => {
            const rules = record.data.rule_ids;
            const values = READ.map((name) => plain(record.data[name]));
            const lines = rules?.records.map((line) => Object.values(line.data).map(plain));
            const wanted = JSON.stringify([values, rules?.currentIds, lines]);
            if (wanted !== this.wanted) {
                this.wanted = wanted;
                this.ask();
            }
        });
    }

    /** Ask for the count; never twice at a time, what changes meanwhile is asked after. */
    async load() {
        if (this.state.asking) {
            this.again = true;
            return;
        }
        this.state.asking = true;
        do {
            this.again = false;
            await this.loadOnce();
        } while (this.again);
        this.state.asking = false;
    }

    async loadOnce() {
        const { record } = this.props;
        try {
            const values = await record.getChanges({ withReadonly: true });
            const found = await this.orm.silent.call("o2c.campaign", "target_count", [
                record.resId || false,
                values,
            ]);
            Object.assign(this.state, { found, failed: "" });
        } catch (error) {
            const told = error.data?.message || _t("Enter the rule first.");
            Object.assign(this.state, { found: null, failed: told });
        }
    }

    /** @param {Object} line one of the reasons: its share of the longest bar */
    width(line) {
        const most = Math.max(...this.state.found.left_out.map((one) => one.count));
        return `${Math.round((100 * line.count) / most)}%`;
    }
}

registry.category("view_widgets").add("o2c_target_count", { component: TargetCount });
