import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { CallInput } from "./input";

const INPUTS = { numerical_box: "text", date: "date", datetime: "datetime-local" };
const WORDS = ["text_box", "char_box"];
// a ten is typed as a one and a nought
const TEN = { pause: 900, first: "1", second: "0", value: 10 };

export const isGiven = (item) =>
    Array.isArray(item.answer)
        ? item.answer.length > 0
        : item.answer !== null && item.answer !== false && item.answer !== "";

/** The choices of a question as the screen shows them: value, label, key. */
export function optionsOf(item) {
    if (item.type === "scale") {
        const values = Array.from({ length: item.high - item.low + 1 }, (_, i) => item.low + i);
        return values.map((value) => ({ value, label: String(value), key: "" }));
    }
    return item.choices.map((choice, place) => ({
        value: choice.id,
        label: choice.label,
        key: place < 9 ? String(place + 1) : "",
    }));
}

export const isChosen = (item, value) =>
    Array.isArray(item.answer)
        ? item.answer.includes(value)
        : isGiven(item) && Number(item.answer) === Number(value);

/** Which questions are asked after these answers, known before the server has said so. */
export function showBranches(items) {
    const asked = new Set();
    const chosen = new Set();
    const isNext = (item) =>
        !asked.has(item.id) && (!item.after.length || item.after.some((id) => chosen.has(id)));
    for (let found = items.filter(isNext); found.length; found = items.filter(isNext)) {
        for (const item of found) {
            asked.add(item.id);
            for (const choice of item.choices.filter((one) => isChosen(item, one.id))) {
                chosen.add(choice.id);
            }
        }
    }
    for (const item of items) {
        item.shown = asked.has(item.id);
    }
}

/** The answer in words, for the line of a question that was asked. */
export function spoken(item) {
    if (["simple_choice", "multiple_choice", "scale"].includes(item.type)) {
        const chosen = optionsOf(item).filter((option) => isChosen(item, option.value));
        return chosen.map((option) => option.label).join(", ");
    }
    return isGiven(item) ? String(item.answer) : "";
}

/** The script: one question open, those before as answered, those after as they come. */
export class CallScript extends Component {
    static template = "o2c_quality_check.CallScript";
    static components = { CallInput };
    static props = {
        items: Array,
        current: [Number, Boolean],
        errors: Object,
        answer: Function,
        // typed and not sent yet, and the sign to send it
        keep: { type: Function, optional: true },
        save: { type: Function, optional: true },
        go: Function,
        next: Function,
        expose: Function,
    };

    setup() {
        this.list = useRef("list");
        this.props.expose(this);
        this.typed = { id: 0, digit: "", at: 0 };
        this.isGiven = isGiven;
        this.isChosen = isChosen;
        this.optionsOf = optionsOf;
        this.spoken = spoken;
        useEffect(
            () => void this.focus(),
            () => [this.props.current]
        );
    }

    isChoice(item) {
        return ["simple_choice", "multiple_choice", "scale"].includes(item.type);
    }

    inputType(item) {
        return INPUTS[item.type] || "text";
    }

    inputAttributes(item, label) {
        return {
            class: "form-control",
            type: this.inputType(item),
            inputmode: item.type === "numerical_box" ? "decimal" : "text",
            placeholder: item.placeholder || "",
            "aria-labelledby": label,
        };
    }

    commentAttributes(item) {
        return {
            class: "o2c_call_comment form-control form-control-sm",
            type: "text",
            placeholder: item.comment_label,
            "aria-label": item.comment_label,
        };
    }

    said(item) {
        return isGiven(item) ? String(item.answer) : "";
    }

    /** The value of the input for a day and an hour has a T in its middle. */
    inputValue(item) {
        const text = this.said(item);
        return item.type === "datetime" ? text.replace(" ", "T") : text;
    }

    /** A chapter is named where it begins. */
    chapter(item, place) {
        const before = this.props.items[place - 1];
        return item.chapter && item.chapter !== before?.chapter ? item.chapter : "";
    }

    get openItem() {
        return this.props.items.find((item) => item.id === this.props.current);
    }

    /** One option of a group is reached by Tab: the chosen one, else the first. */
    tabIndex(item, option) {
        const chosen = this.optionsOf(item).find((one) => isChosen(item, one.value));
        return option.value === (chosen || this.optionsOf(item)[0]).value ? 0 : -1;
    }

    // ------------------------------------------------------------- focus
    focus() {
        const open = this.list.el?.querySelector(".o2c_call_question.o2c_open");
        const target = open?.querySelector("[tabindex='0'], input, textarea");
        target?.focus({ preventScroll: true });
        open?.scrollIntoView({ block: "nearest" });
        return Boolean(target);
    }

    /** Arrows to the sides go from option to option without choosing. */
    move(step) {
        const options = [...this.list.el.querySelectorAll(".o2c_open .o2c_call_option")];
        const at = options.indexOf(document.activeElement);
        options[(at + step + options.length) % options.length]?.focus();
    }

    // ------------------------------------------------------------- answering
    choose(item, option) {
        if (item.type === "multiple_choice") {
            const chosen = Array.isArray(item.answer) ? item.answer : [];
            const left = chosen.filter((id) => id !== option.value);
            const added = left.length === chosen.length;
            return this.props.answer(item, added ? [...left, option.value] : left);
        }
        return this.props.answer(item, option.value);
    }

    clear(item) {
        this.props.answer(item, null);
        this.focus();
    }

    /** Words are kept with each key; a number or a day only when it is whole. */
    typing(item, ev) {
        if (WORDS.includes(item.type)) {
            this.props.keep?.(item, ev.target.value || null);
        }
    }

    /** The field was left, or Enter pressed: the answer is sent. */
    type(item, ev) {
        const text = ev.target.value;
        const value = item.type === "datetime" ? text.replace("T", " ") : text;
        if (value !== this.said(item)) {
            return this.props.answer(item, value || null);
        }
        return this.props.save?.();
    }

    commenting(item, ev) {
        this.props.keep?.(item, item.answer, ev.target.value);
    }

    comment(item, ev) {
        if (ev.target.value !== (item.comment || "")) {
            return this.props.answer(item, item.answer, ev.target.value);
        }
        return this.props.save?.();
    }

    onInputKeydown(item, ev) {
        const lines = item.type === "text_box" && ev.shiftKey;
        if (ev.key === "Enter" && !lines) {
            ev.preventDefault();
            ev.stopPropagation();
            this.type(item, ev);
            this.props.next();
        }
    }

    /** A digit chooses. Returns whether it did. */
    digit(digit) {
        const item = this.openItem;
        if (!item || !this.isChoice(item)) {
            return false;
        }
        const value = item.type === "scale" ? this.scaleValue(item, digit) : null;
        const option = this.optionsOf(item).find((one) =>
            item.type === "scale" ? one.value === value : one.key === digit
        );
        if (!option) {
            return false;
        }
        this.choose(item, option);
        this.optionElement(option)?.focus();
        return true;
    }

    scaleValue(item, digit) {
        const { id, digit: before, at } = this.typed;
        const now = Date.now();
        const ten =
            item.high >= TEN.value &&
            id === item.id &&
            before === TEN.first &&
            digit === TEN.second &&
            now - at < TEN.pause;
        this.typed = { id: item.id, digit, at: now };
        return ten ? TEN.value : Number(digit);
    }

    optionElement(option) {
        return this.list.el.querySelector(`.o2c_open [data-value='${option.value}']`);
    }

    get keysHint() {
        if (this.openItem?.type === "scale") {
            return _t("digits choose (1 and 0 for ten), Enter goes on");
        }
        return this.openItem && this.isChoice(this.openItem)
            ? _t("digits choose, Enter goes on")
            : _t("Enter goes on, Esc leaves the field");
    }
}
