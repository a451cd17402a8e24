# Topics and subscriptions: nothing is lost, nothing comes from elsewhere.
mock_provider "google" {}

override_resource {
  target = google_service_account.push
  values = { email = "pubsub-push@test", member = "serviceAccount:pubsub-push@test" }
}

override_resource {
  target = google_service_account.scheduler
  values = { email = "scheduler@test", member = "serviceAccount:scheduler@test" }
}

override_resource {
  target = google_pubsub_topic.dead_letters
  values = { id = "projects/test/topics/dead-letters" }
}

run "messages" {
  # What a push goes to is known only once there is a function.
  command = apply

  assert {
    condition = alltrue([
      for subscription in google_pubsub_subscription.export :
      subscription.ack_deadline_seconds == 600
      && subscription.retry_policy[0].minimum_backoff == "10s" && subscription.retry_policy[0].maximum_backoff == "600s"
    ])
    error_message = "What fails is delivered again, at growing distances."
  }

  assert {
    condition = alltrue([
      for subscription in concat(values(google_pubsub_subscription.export), [google_pubsub_subscription.notices]) :
      subscription.expiration_policy[0].ttl == "" && tonumber(trimsuffix(subscription.message_retention_duration, "s")) >= 7 * 24 * 3600
    ])
    error_message = "No subscription ever expires, and each keeps its messages for a week at least."
  }

  assert {
    condition = alltrue([
      for subscription in [google_pubsub_subscription.export["banqup"], google_pubsub_subscription.export["own"]] :
      subscription.dead_letter_policy[0].dead_letter_topic == "projects/test/topics/dead-letters"
      && subscription.dead_letter_policy[0].max_delivery_attempts == 100
    ])
    error_message = "What fails a hundred times becomes a dead letter."
  }

  assert {
    condition = (
      google_pubsub_subscription.export["dead_letters"].topic == "projects/test/topics/dead-letters"
      && length(google_pubsub_subscription.export["dead_letters"].dead_letter_policy) == 0
      && google_pubsub_topic.dead_letters.message_retention_duration == "2678400s"
    )
    error_message = "Dead letters are consumed, never given up, and kept besides."
  }

  assert {
    condition = alltrue([
      for name, subscription in {
        banqup-messages = google_pubsub_subscription.export["banqup"]
        own-messages    = google_pubsub_subscription.export["own"]
        dead-letters    = google_pubsub_subscription.export["dead_letters"]
      } :
      subscription.push_config[0].push_endpoint == "${google_cloudfunctions2_function.export_document.service_config[0].uri}/projects/${var.project_id}/topics/${name}"
    ])
    error_message = "The path of a push names its topic: by it export-document knows whose message it is."
  }

  assert {
    condition = alltrue([
      for subscription in google_pubsub_subscription.export :
      subscription.push_config[0].oidc_token[0].service_account_email == "pubsub-push@test"
      && subscription.push_config[0].oidc_token[0].audience == google_cloudfunctions2_function.export_document.service_config[0].uri
    ])
    error_message = "Every push carries a token of the one account that may call export-document."
  }

  assert {
    condition     = length(google_pubsub_subscription.notices.push_config) == 0
    error_message = "Notices wait for Banqup to pull them."
  }

  assert {
    condition = alltrue([
      for topic in [google_pubsub_topic.banqup, google_pubsub_topic.own, google_pubsub_topic.notices, google_pubsub_topic.dead_letters] :
      topic.message_storage_policy[0].allowed_persistence_regions == toset([var.region])
    ])
    error_message = "Messages stay where the functions are."
  }

  assert {
    condition = alltrue([
      for path, job in google_cloud_scheduler_job.this :
      job.http_target[0].uri == "https://drive.acme.example/scheduled/${path}"
      && job.http_target[0].http_method == "POST"
      && job.http_target[0].oidc_token[0].service_account_email == "scheduler@test"
      && job.http_target[0].oidc_token[0].audience == "scheduled:https://drive.acme.example"
      && job.retry_config[0].retry_count > 0
    ])
    error_message = "The scheduler proves itself, for an audience that Cloud Run does not take for its own, and tries again."
  }

  assert {
    condition     = { for path, job in google_cloud_scheduler_job.this : path => job.schedule } == { sweep = "*/5 * * * *", care-all = "*/10 * * * *", compare-all = "7 * * * *", check-all = "37 3 * * *" }
    error_message = "A sweep every five minutes, care every ten, a comparison every hour, a check every night."
  }

  assert {
    condition     = google_cloudfunctions2_function.connect.service_config[0].environment_variables["SCHEDULER_ACCOUNT"] == "scheduler@test"
    error_message = "connect knows who the scheduler is."
  }
}

run "without_a_list_of_documents" {
  command = plan
  variables { banqup_settings = {} }

  assert {
    condition     = toset(keys(google_cloud_scheduler_job.this)) == toset(["sweep", "care-all", "compare-all"])
    error_message = "Where Banqup has no list of documents there is nothing to check."
  }
}
