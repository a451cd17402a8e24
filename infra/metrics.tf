# Metrics from what the functions log (functions/log.ts), which is on standard output: Cloud Run's request log and what the Functions
# Framework writes of a delivery that comes again are errors to Google, and weather to us. Each filter names a message of theirs; a
# test holds the two together.
# https://cloud.google.com/logging/docs/logs-based-metrics
locals {
  our_logs = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^(connect|export-document)$\" AND logName:\"run.googleapis.com%2Fstdout\""

  counters = {
    exports = {
      what   = "Exports that have come to rest, by how."
      filter = "jsonPayload.message=\"export came to rest\""
      labels = { state = "jsonPayload.state", reason = "jsonPayload.reason" }
    }
    drive_refusals = {
      what   = "Calls that Drive, or Google's token endpoint, has refused, by what that means to us."
      filter = "jsonPayload.message=\"Google refused\""
      labels = { failure = "jsonPayload.failure", call = "jsonPayload.call" }
    }
    notices = {
      what   = "Partners that were told of trouble, at most once a day for each cause, or that it is good again."
      filter = "jsonPayload.message=\"told\""
      labels = { cause = "jsonPayload.cause", news = "jsonPayload.news" }
    }
    kept_messages = {
      what   = "Messages that nobody could handle."
      filter = "(jsonPayload.message=\"a message was given up\" OR jsonPayload.message=\"a message cannot be read, and is kept\")"
      labels = { message = "jsonPayload.message" }
    }
    untold = {
      what   = "Documents of which Banqup never told us, found by comparing months."
      filter = "jsonPayload.message=\"Banqup never told of a document\""
      labels = {}
    }
    sweeps = {
      what   = "Pages of partners that a sweep has gone through."
      filter = "jsonPayload.message=\"swept\""
      labels = {}
    }
    errors = {
      what   = "What nobody has understood, by its message."
      filter = "severity>=ERROR"
      labels = { message = "jsonPayload.message" }
    }
  }
}

resource "google_logging_metric" "counter" {
  for_each = local.counters

  name             = each.key
  description      = each.value.what
  filter           = "${local.our_logs} AND ${each.value.filter}"
  label_extractors = { for label, field in each.value.labels : label => "EXTRACT(${field})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"

    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }

  depends_on = [google_project_service.used]
}

resource "google_logging_metric" "seconds_to_file" {
  name             = "seconds_to_file"
  description      = "From the approval or sending of a document until its file is in Drive; by what it has waited for, if it has."
  filter           = "${local.our_logs} AND jsonPayload.message=\"export came to rest\" AND jsonPayload.state=\"done\""
  value_extractor  = "EXTRACT(jsonPayload.secondsSinceRelease)"
  label_extractors = { waited_for = "EXTRACT(jsonPayload.waitedFor)" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "s"

    labels {
      key        = "waited_for"
      value_type = "STRING"
    }
  }

  # From half a second to six days.
  bucket_options {
    exponential_buckets {
      num_finite_buckets = 40
      growth_factor      = 1.414
      scale              = 0.5
    }
  }

  depends_on = [google_project_service.used]
}
