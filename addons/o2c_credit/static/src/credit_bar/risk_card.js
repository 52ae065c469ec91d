import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CreditBarField } from "@o2c_credit/credit_bar/credit_bar";

/**
 * The risk card of a quotation: the credit bar, the class of the customer, what
 * confirming would come to and why, and what the order may cost beside what it earns.
 * It follows the quotation while it is being written.
 */
export class RiskCardField extends CreditBarField {
    static template = "o2c_credit.RiskCardField";

    setup() {
        this.action = useService("action");
    }

    get verdict() {
        return this.card.verdict;
    }

    get isHeld() {
        return this.verdict && this.verdict.state === "held";
    }

    /** Proposals are made for the quotation as it is stored. */
    async makeItPass() {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: "action_o2c_make_it_pass",
            resModel: record.resModel,
            resId: record.resId,
            onClose: () => record.load(),
        });
    }
}

registry.category("fields").add("o2c_risk_card", {
    component: RiskCardField,
    displayName: _t("Risk card"),
    supportedTypes: ["json"],
});
