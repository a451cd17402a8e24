# What comes round for every partner: `connect` takes the calls and turns each into a message of our own.
# https://cloud.google.com/scheduler/docs/http-target-auth
locals {
  schedules = {
    sweep       = { every = "*/5 * * * *", what = "Takes up what is due, tells who must know, ends what is being ended." }
    care-all    = { every = var.care_schedule, what = "Looks after every partner's folders." }
    compare-all = { every = "7 * * * *", what = "Compares every partner's clients with what Banqup says." }
    check-all   = { every = "37 3 * * *", what = "Compares every client's month with what Banqup says, and exports what it never told." }
  }

  # Only where Banqup has a list of documents to compare with.
  has_document_list = lookup(var.banqup_settings, "BANQUP_DOCUMENT_LIST", "false") == "true"
}

resource "google_service_account" "scheduler" {
  account_id   = "scheduler"
  display_name = "Cloud Scheduler, when it calls connect"
  depends_on   = [google_project_service.used]
}

resource "google_cloud_scheduler_job" "this" {
  for_each = { for path, schedule in local.schedules : path => schedule if path != "check-all" || local.has_document_list }

  name             = each.key
  region           = var.region
  description      = each.value.what
  schedule         = each.value.every
  time_zone        = "Europe/Brussels"
  attempt_deadline = "60s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "5s"
    max_backoff_duration = "60s"
  }

  http_target {
    http_method = "POST"
    uri         = "${local.connect_url}/scheduled/${each.key}"

    oidc_token {
      service_account_email = google_service_account.scheduler.email
      # Not an address of Cloud Run's: of a token that is meant for itself it may take the signature away before we can check it.
      # https://cloud.google.com/run/docs/authenticating/service-to-service
      audience = "scheduled:${local.connect_url}"
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.connect_for_everybody]
}
