import { _t } from "@web/core/l10n/translation";
import { spoken } from "./script";

const DIGIT = /^\d$/;

/**
 * Keys without a modifier: digits, arrows, Enter, / and ?. Those with Alt are Odoo's own
 * hotkeys on the buttons and show themselves while Alt is held.
 */
export class CallScreenKeys {
    constructor(screen) {
        this.screen = screen;
    }

    get state() {
        return this.screen.state;
    }

    /** The component of the script, found when it is needed. */
    get script() {
        return this.screen.scriptComponent;
    }

    onKeydown(ev) {
        this.screen.talk.active = true;
        if (ev.defaultPrevented || isModified(ev) || this.isCovered) {
            return;
        }
        const taken = isTyping(ev.target) ? this.whileTyping(ev) : this.plainKey(ev);
        if (taken) {
            ev.preventDefault();
        }
    }

    get isCovered() {
        const { ui } = this.screen;
        return this.state.overlay || ui.activeElement !== document || ui.isBlocked;
    }

    whileTyping(ev) {
        const inScript = ev.target.closest(".o2c_call_question");
        if (ev.key === "Escape") {
            this.screen.root.el.focus();
            return true;
        }
        const up = ev.key === "ArrowUp" && inScript && ev.target.tagName === "INPUT";
        const down = ev.key === "ArrowDown" && inScript && ev.target.tagName === "INPUT";
        if ((up || down) && ev.target.type === "text") {
            ev.target.blur();
            this.screen.step(up ? -1 : 1);
            return true;
        }
        return false;
    }

    plainKey(ev) {
        const { screen, state } = this;
        if (ev.key === "?") {
            screen.open("help");
            return true;
        }
        if (!state.call || state.lost) {
            return false;
        }
        if (ev.key === "/") {
            this.find();
            return true;
        }
        // the keys of a panel are its own
        return ev.target.closest?.(".o2c_call_panel") ? false : this.scriptKey(ev);
    }

    scriptKey(ev) {
        const { screen } = this;
        if (DIGIT.test(ev.key)) {
            return Boolean(this.script?.digit(ev.key));
        }
        const moves = {
            ArrowDown: () => screen.step(1),
            ArrowUp: () => screen.step(-1),
            ArrowRight: () => this.script.move(1),
            ArrowLeft: () => this.script.move(-1),
            Delete: () => this.script.openItem && this.script.clear(this.script.openItem),
            Enter: () => screen.step(1),
        };
        // Enter on another button presses it; on an option it goes on
        const button = ev.target.closest?.("button, a");
        if (ev.key === "Enter" && button && !button.matches(".o2c_call_option")) {
            return false;
        }
        if (!(ev.key in moves) || !this.script) {
            return false;
        }
        moves[ev.key]();
        return true;
    }

    /** The panel's own search, when one is open; else all that the screen shows. */
    find() {
        const search = this.screen.root.el.querySelector(".o2c_call_panel input[type=search]");
        if (search) {
            search.focus();
            search.select?.();
        } else {
            this.screen.open("finder");
        }
    }

    // ------------------------------------------------------------- what can be found
    get entries() {
        const { screen, state } = this;
        const { call } = state;
        const questions = screen.items.map((item, place) => ({
            label: `${place + 1}. ${item.title} ${spoken(item)}`,
            words: item.choices.map((choice) => choice.label).join(" "),
            group: _t("Question"),
            run: () => screen.goTo(item.id),
        }));
        const results = call.results.map((result) => ({
            label: result.label,
            group: _t("Result"),
            run: () => screen.chooseResult(result),
        }));
        const actions = this.actions.map(([label, run]) => ({ label, group: _t("Action"), run }));
        const lines = call.sections.flatMap((section) =>
            section.lines.map((line) => ({
                label: `${line.label} ${line.value}`,
                group: section.title,
                run: () => (line.url ? window.open(line.url, "_blank") : screen.showPanel("brief")),
            }))
        );
        return [...questions, ...results, ...actions, ...lines];
    }

    get actions() {
        const { screen } = this;
        return [
            [_t("Dial, or end the talk"), () => screen.dial()],
            [_t("Ring another number"), () => screen.open("numbers")],
            [_t("Correct the customer's data"), () => screen.openCorrect()],
            [_t("Write notes"), () => screen.focusNote()],
            [_t("Give the call back"), () => screen.giveBack()],
        ];
    }

    // ------------------------------------------------------------- the help
    get help() {
        const results = (this.state.call?.results || []).filter((result) => result.key);
        const panels = this.state.call ? this.screen.panels.filter((panel) => panel.hotkey) : [];
        return [
            {
                title: _t("Script"),
                keys: [
                    ["1 … 9", _t("choose an answer; on a scale the number itself")],
                    ["1 0", _t("ten on a scale")],
                    ["Enter  ↓", _t("next question")],
                    ["↑", _t("question before")],
                    ["← →", _t("go along the answers, Space chooses")],
                    ["Del", _t("take an answer back")],
                    ["Esc", _t("leave a field")],
                    ["/", _t("find")],
                    ["?", _t("this help")],
                ],
            },
            {
                title: _t("Result"),
                keys: results.map((result) => [`Alt ${result.key.toUpperCase()}`, result.label]),
            },
            {
                title: _t("Call"),
                keys: [
                    ["Alt D", _t("dial, end the talk")],
                    ["Alt O", _t("another number")],
                    ["Alt C", _t("correct the customer's data")],
                    ["Alt N", _t("notes; without a call: the next one")],
                    ["Alt P", _t("pause, or pause after this call")],
                    ["Alt G", _t("give the call back")],
                    ...panels.map((panel) => [`Alt ${panel.hotkey.toUpperCase()}`, panel.title]),
                ],
            },
        ];
    }
}

const isModified = (ev) => ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing;
const isTyping = (target) =>
    target instanceof HTMLElement &&
    (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") ||
        target.isContentEditable);
