"""What a scoring writes on the account."""

# column and type of what a scoring writes on the account
COLUMNS = {
    "id": "int",
    "score_run_id": "int",
    "score_date": "date",
    "score": "int",
    "risk_class": "text",
    "scored_class": "text",
    "probability": "numeric",
    "score_change": "int",
    "score_trend": "text",
    "score_facts": "jsonb",
    "score_contributions": "jsonb",
    "invoices_known": "int",
    "invoices_paid": "int",
    "mean_days_late": "numeric",
    "median_days_late": "numeric",
    "delay_spread": "numeric",
    "share_on_time": "numeric",
    "days_beyond_terms": "numeric",
    "usual_weekday": "text",
    "usual_monthday": "int",
    "amount_effect": "numeric",
    "share_partial": "numeric",
    "dispute_count": "int",
    "broken_promise_count": "int",
    "returned_payment_count": "int",
}
# no user writes them
SCORED_FIELDS = frozenset(COLUMNS) - {"id"}
