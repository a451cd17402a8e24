# What a person is told, and from what.
mock_provider "google" {}

run "watching" {
  command = plan

  assert {
    condition = toset(keys(google_monitoring_alert_policy.this)) == toset([
      "dead-letters", "drive-refusals", "error-share", "errors", "no-sweep", "notices-unread", "oldest-message", "owners-needed", "parked", "slow", "untold",
    ])
    error_message = "There is an alert for each thing that may go wrong without anybody seeing it."
  }

  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.this : contains(["CRITICAL", "ERROR", "WARNING"], policy.severity) && length(policy.notification_channels) == length(var.alert_emails)])
    error_message = "Each alert says how bad it is, and goes to everybody who asked for it."
  }

  assert {
    condition     = alltrue([for key, policy in google_monitoring_alert_policy.this : length(policy.documentation[0].content) > 100 && strcontains(policy.documentation[0].content, "`${key}`")])
    error_message = "Each alert says what it means, what to do, and where more is written."
  }

  # A query that does not name its resource is refused where a metric comes from several.
  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.this : strcontains(policy.conditions[0].condition_prometheus_query_language[0].query, "monitored_resource=")])
    error_message = "Each query names the resource of its metric."
  }

  assert {
    condition = length(setsubtract(
      flatten([for policy in google_monitoring_alert_policy.this : flatten(regexall("user_([a-z_]+?)(?:_bucket)?\\{", policy.conditions[0].condition_prometheus_query_language[0].query))]),
      concat(keys(google_logging_metric.counter), [google_logging_metric.seconds_to_file.name]),
    )) == 0
    error_message = "Alerts are made of metrics that there are."
  }

  assert {
    condition = length(setsubtract(
      concat(keys(google_logging_metric.counter), [google_logging_metric.seconds_to_file.name]),
      flatten(regexall("user_([a-z_]+?)(?:_bucket)?\\{", google_monitoring_dashboard.this.dashboard_json)),
    )) == 0
    error_message = "Every metric can be looked at."
  }

  assert {
    condition     = toset(keys(google_logging_metric.seconds_to_file.label_extractors)) == toset([for label in google_logging_metric.seconds_to_file.metric_descriptor[0].labels : label.key])
    error_message = "Each label of a metric is described."
  }

  # Google's own request log calls every delivery that comes again an error.
  assert {
    condition     = alltrue([for metric in concat(values(google_logging_metric.counter), [google_logging_metric.seconds_to_file]) : strcontains(metric.filter, "logName:\"run.googleapis.com%2Fstdout\"")])
    error_message = "Metrics are made of our own lines only."
  }

  assert {
    condition     = alltrue(flatten([for tile in jsondecode(google_monitoring_dashboard.this.dashboard_json).mosaicLayout.tiles : [for position in values({ for key, value in tile : key => value if contains(["xPos", "yPos"], key) }) : position > 0]]))
    error_message = "The dashboard holds no zero, which Google would not keep."
  }

  assert {
    condition     = google_logging_metric.seconds_to_file.metric_descriptor[0].value_type == "DISTRIBUTION" && google_logging_metric.seconds_to_file.value_extractor == "EXTRACT(jsonPayload.secondsSinceRelease)"
    error_message = "How long a file takes is measured."
  }
}

run "before_banqup_reads_notices" {
  command = plan

  variables {
    banqup_notices_reader = null
  }

  assert {
    condition     = !contains(keys(google_monitoring_alert_policy.this), "notices-unread") && contains(keys(google_monitoring_alert_policy.this), "slow")
    error_message = "Nobody is missed who is not there yet."
  }
}
