import { browser } from "@web/core/browser/browser";

const PLACE = "o2c_call_screen.";

/**
 * What was typed and is not on the server yet. It lies in the browser, so a lost
 * connection, a session that ended or a closed window lose none of it.
 *
 * kept: {callId, answers: {questionId: [value, comment]}, note, finish}
 */
export class Outbox {
    constructor(userId) {
        this.place = PLACE + userId;
    }

    read() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.place)) || null;
        } catch {
            return null;
        }
    }

    /** What is kept of this call, an empty keep when there is nothing. */
    of(callId) {
        const kept = this.read();
        return kept?.callId === callId ? kept : { callId, answers: {}, note: null, finish: null };
    }

    change(callId, changes) {
        const kept = { ...this.of(callId), ...changes };
        const empty = !Object.keys(kept.answers).length && kept.note === null && !kept.finish;
        if (empty) {
            browser.localStorage.removeItem(this.place);
        } else {
            browser.localStorage.setItem(this.place, JSON.stringify(kept));
        }
    }

    /** Keep an answer; a remark to it that waits already goes with it. */
    answer(callId, questionId, value, comment) {
        const { answers } = this.of(callId);
        const remark = comment ?? answers[questionId]?.[1] ?? null;
        this.change(callId, { answers: { ...answers, [questionId]: [value, remark] } });
    }

    /** An answer arrived, unless another one was given meanwhile. */
    arrived(callId, questionId, sent) {
        const { answers } = this.of(callId);
        if (JSON.stringify(answers[questionId]) === JSON.stringify(sent)) {
            delete answers[questionId];
            this.change(callId, { answers });
        }
    }

    /** @returns {[number, any, string|null][]} question, value, comment */
    answers(callId) {
        const rows = Object.entries(this.of(callId).answers);
        return rows.map(([id, [value, comment]]) => [Number(id), value, comment]);
    }

    forget(callId) {
        if (this.read()?.callId === callId) {
            browser.localStorage.removeItem(this.place);
        }
    }
}
