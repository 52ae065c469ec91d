import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The marks of a criterion as buttons: 0 to the best one, and "–" where it did not arise. */
export class EvaluationMark extends Component {
    static template = "o2c_quality_check.EvaluationMark";
    static props = { ...standardFieldProps };

    get choices() {
        const best = this.props.record.data.highest;
        const numbers = [...Array(best + 1).keys()].map((value) => ({
            value: String(value),
            label: best === 1 ? [_t("No"), _t("Yes")][value] : String(value),
        }));
        return [...numbers, { value: "-", label: "–", title: _t("Did not arise") }];
    }

    get shown() {
        const value = this.props.record.data[this.props.name] || "";
        return this.choices.find((choice) => choice.value === value)?.label || "";
    }

    /** In a list a row is readonly until it is entered; marks are set with one click. */
    get mayMark() {
        return this.props.record.data.may_mark;
    }

    className(choice) {
        if (choice.value !== this.props.record.data[this.props.name]) {
            return "btn-outline-secondary";
        }
        const knocked = choice.value === "0" && this.props.record.data.knock_out;
        return knocked ? "btn-danger" : "btn-primary";
    }

    set(value) {
        return this.props.record.update({ [this.props.name]: value });
    }
}

registry.category("fields").add("o2c_evaluation_mark", {
    component: EvaluationMark,
    displayName: _t("Mark of an evaluation"),
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "highest", type: "integer" },
        { name: "knock_out", type: "boolean" },
        { name: "may_mark", type: "boolean" },
    ],
});
