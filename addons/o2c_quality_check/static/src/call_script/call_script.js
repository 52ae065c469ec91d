/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The questions of a call with their answers: choices and scales as radio groups, so
 * that Tab goes from question to question and the arrow keys choose.
 */
export class CallScriptField extends Component {
    static template = "o2c_quality_check.CallScriptField";
    static props = { ...standardFieldProps };

    get answers() {
        return this.props.record.data[this.props.name].records;
    }

    /**
     * The choices of one question as key, words and whether it is the answer.
     *
     * @param {Object} answer a record of o2c.call.answer
     */
    options(answer) {
        const { question_type: kind, script, suggested_answer_id: chosen, text } = answer.data;
        if (kind === "simple_choice") {
            return script.choices.map((choice) => ({
                key: choice.id,
                label: choice.display_name,
                active: Boolean(chosen) && chosen.id === choice.id,
                vals: { suggested_answer_id: choice },
            }));
        }
        const numbers = [];
        for (let number = script.low; number <= script.high; number++) {
            const label = String(number);
            numbers.push({ key: label, label, active: text === label, vals: { text: label } });
        }
        return numbers;
    }

    isChoice(answer) {
        return ["simple_choice", "scale"].includes(answer.data.question_type);
    }

    isOpen(answer) {
        return answer.data.mandatory && !answer.data.suggested_answer_id && !answer.data.text;
    }

    onChoose(answer, option) {
        return answer.update(option.vals);
    }

    onType(answer, ev) {
        return answer.update({ text: ev.target.value });
    }

    /** Takes an answer back: radio buttons alone cannot be cleared. */
    onClear(answer) {
        return answer.update({ suggested_answer_id: false, text: false });
    }

    isGiven(answer) {
        return Boolean(answer.data.suggested_answer_id || answer.data.text);
    }
}

registry.category("fields").add("o2c_call_script", {
    component: CallScriptField,
    displayName: _t("Script of a call"),
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "title", type: "char", readonly: true },
        { name: "question_type", type: "char", readonly: true },
        { name: "mandatory", type: "boolean", readonly: true },
        { name: "script", type: "json", readonly: true },
        {
            name: "suggested_answer_id",
            type: "many2one",
            relation: "survey.question.answer",
            readonly: false,
        },
        { name: "text", type: "char", readonly: false },
    ],
});
