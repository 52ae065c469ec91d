import { registry } from "@web/core/registry";

/** The salesperson sees that it will not pass, confirms, and reads why it waits. */
registry.category("web_tour.tours").add("o2c_credit_confirm_over_limit", {
    steps: () => [
        { trigger: ".o_o2c_credit[data-standing=over] .o_o2c_credit_title:contains('Over the')" },
        { trigger: ".o_o2c_credit_lines:contains('This order'):contains('1,500.00')" },
        { trigger: "button[name=action_confirm]", run: "click" },
        {
            trigger: ".o_notification:contains('Credit check not passed'):contains('exceeded by')",
        },
        { trigger: ".alert-warning:contains('Credit check not passed')" },
        { trigger: ".alert-warning:contains('Confirmation was asked for')" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Quotation')" },
    ],
});

/** The credit manager finds it in the queue and lets it pass with a word. */
registry.category("web_tour.tours").add("o2c_credit_release", {
    steps: () => [
        {
            trigger:
                ".o_data_row:contains('Café Tour'):contains('500.00') button[name=action_release]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=choice]:contains('Release on condition')" },
        {
            trigger: ".modal .o_field_widget[name=reason_id] input",
            run: "edit Payment announced",
        },
        {
            trigger: ".ui-autocomplete .ui-menu-item:contains('Payment announced')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Pays on Friday" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o_view_nocontent, .o_list_view:not(:has(.o_data_row:contains('Café Tour')))",
        },
    ],
});

/** She raises the limit on the account of the customer. */
registry.category("web_tour.tours").add("o2c_credit_raise_limit", {
    steps: () => [
        { trigger: ".o_o2c_credit[data-standing=over]" },
        { trigger: ".o_field_widget[name=credit_limit] input", run: "edit 4000" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_o2c_credit[data-standing=within]" },
        { trigger: ".o-mail-Message:contains('Credit limit changed')" },
    ],
});
