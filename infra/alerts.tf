# What a person is woken for, or told in the morning. The documentation of each is what they read then; operating.md says more.
# In PromQL, whose conditions may name a metric before it has its first value.
# https://cloud.google.com/monitoring/promql/promql-mapping
locals {
  # A person's own matter, told to that person by a notice: no reason to wake an operator.
  owners_causes = "signInNeeded|driveFull|driveLimit|drivePolicy"

  seconds_to_file_p95 = "histogram_quantile(0.95, sum by (le) (increase(logging_googleapis_com:user_seconds_to_file_bucket{monitored_resource=\"cloud_run_revision\",waited_for!~\"${local.owners_causes}\"}[1h])))"

  alerts = {
    dead-letters = {
      title    = "Messages that nobody could handle"
      severity = "ERROR"
      query    = "sum(increase(logging_googleapis_com:user_kept_messages{monitored_resource=\"cloud_run_revision\"}[10m])) > 0"
      lasting  = "0s"
      advice   = "A document's message waits in the ledger; what cannot be read is in the collection deadLetters. Read the error in the log, mend the cause, then have all of it tried again: `gcloud pubsub topics publish own-messages --message '{\"kind\":\"sendAgain\"}'`. One of our own (`kind` in its line) is not kept: the next round does it, but an erase has to be given again."
    }
    oldest-message = {
      title    = "Messages are not being taken"
      severity = "CRITICAL"
      query    = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\",subscription_id=~\"export-.*\"}) > 1800"
      lasting  = "300s"
      advice   = "Something has been delivered again and again for half an hour, or export-document does not answer. Look at its log for `delivery failed`, at Banqup's and Google's status pages, and at what was deployed last. Nothing is lost for 31 days."
    }
    notices-unread = {
      title    = "Banqup does not read our notices"
      severity = "WARNING"
      query    = "max(pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\",subscription_id=\"notices-for-banqup\"}) > 86400"
      lasting  = "300s"
      advice   = "Partners are not told that something waits for them. Ask Banqup why it does not pull from notices-for-banqup."
    }
    owners-needed = {
      title    = "Many connections need their owner at once"
      severity = "ERROR"
      query    = "sum(increase(logging_googleapis_com:user_notices{monitored_resource=\"cloud_run_revision\",cause=\"signInNeeded\",news=\"trouble\"}[1h])) > 10"
      lasting  = "0s"
      advice   = "A few a day are people who changed a password or took our access away, and they are told. Many at once are ours: the OAuth client at Google was changed, suspended or set back to testing. Nothing is lost: their documents wait."
    }
    parked = {
      title    = "Documents wait for a cause"
      severity = "WARNING"
      query    = "sum by (reason) (increase(logging_googleapis_com:user_exports{monitored_resource=\"cloud_run_revision\",state=\"parked\",reason!~\"${local.owners_causes}|paceLimited\"}[1h])) > 20"
      lasting  = "0s"
      advice   = "The reason says whose: banqupUnavailable, documentNotFound and ublMissing are Banqup's, unexpected is ours. They are taken up by themselves once the cause is gone."
    }
    untold = {
      title    = "Banqup does not tell us of documents"
      severity = "WARNING"
      query    = "sum(increase(logging_googleapis_com:user_untold{monitored_resource=\"cloud_run_revision\"}[6h])) > 10"
      lasting  = "0s"
      advice   = "The comparison of months has found more than ten documents whose messages never came, and has had them exported. Nothing is missing, but they came a day late. Ask Banqup what became of its messages; the log has the ids."
    }
    error-share = {
      title    = "Calls to a function fail"
      severity = "ERROR"
      query    = "sum by (service_name) (increase(run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\",service_name=~\"connect|export-document\",response_code_class=\"5xx\"}[15m])) / sum by (service_name) (increase(run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\",service_name=~\"connect|export-document\"}[15m])) > 0.2 and sum by (service_name) (increase(run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\",service_name=~\"connect|export-document\",response_code_class=\"5xx\"}[15m])) > 20"
      lasting  = "600s"
      advice   = "More than a fifth of the calls, and more than twenty, have failed for ten minutes. A failed delivery comes again, a person at a page does not. Look at the log for `request failed` and `delivery failed`, and at what was deployed last."
    }
    errors = {
      title    = "Something that nobody has understood"
      severity = "WARNING"
      query    = "sum by (message) (increase(logging_googleapis_com:user_errors{monitored_resource=\"cloud_run_revision\"}[15m])) > 0"
      lasting  = "0s"
      advice   = "An error in the log is never weather: it is a bug, a wrong configuration, or an answer of Google's or Banqup's that we have not met. Its line has the ids."
    }
    drive-refusals = {
      title    = "Google refuses many calls"
      severity = "WARNING"
      query    = "sum by (failure) (increase(logging_googleapis_com:user_drive_refusals{monitored_resource=\"cloud_run_revision\",failure!~\"signInNeeded|idUsed|parentGone\"}[1h])) > 200"
      lasting  = "0s"
      advice   = "paceLimited for many partners at once is the project's Drive quota (IAM & Admin, Quotas, Drive API); for one partner it is that account's own limit, and passes. googleUnavailable is Google's."
    }
    slow = {
      title    = "Files come late"
      severity = "WARNING"
      query    = "${local.seconds_to_file_p95} > 900"
      lasting  = "900s"
      advice   = "One document in twenty takes longer than a quarter of an hour from its approval, without waiting for its owner. Look at the oldest message, at parked by reason, and whether export-document is at its most instances."
    }
    no-sweep = {
      title    = "Nothing comes round"
      severity = "CRITICAL"
      query    = "(sum(increase(logging_googleapis_com:user_sweeps{monitored_resource=\"cloud_run_revision\"}[30m])) or vector(0)) < 1"
      lasting  = "600s"
      advice   = "No sweep for half an hour: what waits is not taken up, and nobody is told. Look at the job `sweep` in Cloud Scheduler, at connect's log for `/scheduled/sweep`, and at the subscription export-own-messages."
    }
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.alert_emails)

  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }
  depends_on   = [google_project_service.used]
}

resource "google_monitoring_alert_policy" "this" {
  # While nobody of Banqup's may read notices, that they are unread is no news.
  for_each = { for key, alert in local.alerts : key => alert if key != "notices-unread" || var.banqup_notices_reader != null }

  display_name          = each.value.title
  severity              = each.value.severity
  combiner              = "OR"
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  conditions {
    display_name = each.value.title
    condition_prometheus_query_language {
      query               = each.value.query
      duration            = each.value.lasting
      evaluation_interval = "60s"
      # The metrics of a new project have no values yet.
      disable_metric_validation = true
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${each.value.advice}\n\nMore in infra/operating.md, under `${each.key}`."
  }

  alert_strategy {
    auto_close = "86400s"
  }

  depends_on = [google_logging_metric.counter, google_logging_metric.seconds_to_file]
}
