# Messages: Banqup's, our own, notices to partners, and what Pub/Sub has given up. The push endpoint's path names the topic, and
# by it `export-document` knows whose message it is: Banqup cannot publish to our own topic, and nothing else can push.
# https://cloud.google.com/pubsub/docs/handling-failures
locals {
  # The longest that Pub/Sub keeps a message.
  kept_seconds = "2678400s"
  push_url     = google_cloudfunctions2_function.export_document.service_config[0].uri

  pushed = {
    banqup       = google_pubsub_topic.banqup
    own          = google_pubsub_topic.own
    dead_letters = google_pubsub_topic.dead_letters
  }
  # A dead letter has nowhere else to go.
  given_up = ["banqup", "own"]

  pubsub_agent = "serviceAccount:service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_topic" "banqup" {
  name       = "banqup-messages"
  depends_on = [google_project_service.used]

  # Clients and documents stay in Europe.
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_topic" "own" {
  name       = "own-messages"
  depends_on = [google_project_service.used]

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_topic" "notices" {
  name       = "notices"
  depends_on = [google_project_service.used]

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_topic" "dead_letters" {
  name = "dead-letters"
  # Beside what its subscription keeps: a dead letter that was acknowledged can be looked at, and sought back to.
  message_retention_duration = local.kept_seconds
  depends_on                 = [google_project_service.used]

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

# What is pushed to `export-document`. What is given up is pushed as well: a document's message then waits in the ledger.
resource "google_pubsub_subscription" "export" {
  for_each = local.pushed

  name                       = "export-${each.value.name}"
  topic                      = each.value.id
  ack_deadline_seconds       = 600
  message_retention_duration = local.kept_seconds

  push_config {
    push_endpoint = "${local.push_url}/projects/${var.project_id}/topics/${each.value.name}"
    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = local.push_url
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # Some 16 hours of Banqup's or Google's being down are weather.
  dynamic "dead_letter_policy" {
    for_each = contains(local.given_up, each.key) ? [google_pubsub_topic.dead_letters.id] : []
    content {
      dead_letter_topic     = dead_letter_policy.value
      max_delivery_attempts = 100
    }
  }

  expiration_policy {
    ttl = ""
  }
}

# For Banqup to pull from; without a subscription notices would be lost.
resource "google_pubsub_subscription" "notices" {
  name                       = "notices-for-banqup"
  topic                      = google_pubsub_topic.notices.id
  ack_deadline_seconds       = 60
  message_retention_duration = local.kept_seconds

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "banqup_publishes" {
  count = var.banqup_publisher == null ? 0 : 1

  topic  = google_pubsub_topic.banqup.name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${var.banqup_publisher}"
}

resource "google_pubsub_subscription_iam_member" "banqup_reads_notices" {
  count = var.banqup_notices_reader == null ? 0 : 1

  subscription = google_pubsub_subscription.notices.name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${var.banqup_notices_reader}"
}

# Banqup's messages over HTTP go on to Banqup's topic; sign-ins, switch-ons and the scheduler's calls to our own.
resource "google_pubsub_topic_iam_member" "connect_publishes" {
  for_each = { banqup = google_pubsub_topic.banqup.name, own = google_pubsub_topic.own.name }

  topic  = each.value
  role   = "roles/pubsub.publisher"
  member = google_service_account.connect.member
}

resource "google_pubsub_topic_iam_member" "export_document_publishes" {
  for_each = { notices = google_pubsub_topic.notices.name, own = google_pubsub_topic.own.name }

  topic  = each.value
  role   = "roles/pubsub.publisher"
  member = google_service_account.export_document.member
}

# Pub/Sub makes the tokens of its pushes by this role, which an agent that was made by hand does not have by itself.
resource "google_project_iam_member" "pubsub_agent" {
  project = var.project_id
  role    = "roles/pubsub.serviceAgent"
  member  = local.pubsub_agent
}

# Pub/Sub itself moves what is given up: it publishes it to the one topic and acknowledges it on the other subscription.
resource "google_pubsub_topic_iam_member" "pubsub_gives_up" {
  topic  = google_pubsub_topic.dead_letters.name
  role   = "roles/pubsub.publisher"
  member = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "pubsub_gives_up" {
  for_each = toset(local.given_up)

  subscription = google_pubsub_subscription.export[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
