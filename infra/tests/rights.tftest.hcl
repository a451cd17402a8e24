# What each account may do. That it may do nothing else is compared line by line with the table in test/contract/infra.test.ts,
# which reads what this run makes.
mock_provider "google" {}

override_resource {
  target = google_service_account.connect
  values = { email = "connect@test", member = "serviceAccount:connect@test" }
}

override_resource {
  target = google_service_account.export_document
  values = { email = "export-document@test", member = "serviceAccount:export-document@test" }
}

override_resource {
  target = google_service_account.push
  values = { email = "pubsub-push@test", member = "serviceAccount:pubsub-push@test" }
}

override_resource {
  target = google_service_account.scheduler
  values = { email = "scheduler@test", member = "serviceAccount:scheduler@test" }
}

override_resource {
  target = google_service_account.build
  values = { email = "function-build@test", member = "serviceAccount:function-build@test" }
}

override_resource {
  target = google_service_account.deploy
  values = { email = "deploy@test", member = "serviceAccount:deploy@test" }
}

override_resource {
  target = google_artifact_registry_repository.functions
  values = { name = "functions" }
}

override_resource {
  target = google_project_iam_custom_role.make_connection_secrets
  values = { name = "makeConnectionSecrets" }
}

override_resource {
  target = google_project_iam_custom_role.keep_connection_tokens
  values = { name = "keepConnectionTokens" }
}

override_resource {
  target = google_project_iam_custom_role.use_connection_tokens
  values = { name = "useConnectionTokens" }
}

run "rights" {
  command = apply

  assert {
    condition     = google_cloudfunctions2_function.connect.service_config[0].service_account_email == "connect@test" && google_cloudfunctions2_function.export_document.service_config[0].service_account_email == "export-document@test"
    error_message = "Each function is an account of its own."
  }

  assert {
    condition     = google_project_iam_custom_role.make_connection_secrets.permissions == toset(["secretmanager.secrets.create"])
    error_message = "What cannot be narrowed to connection secrets is making them, and nothing else."
  }

  assert {
    condition = (
      google_project_iam_custom_role.keep_connection_tokens.permissions == toset(["secretmanager.versions.access", "secretmanager.versions.add", "secretmanager.versions.destroy"])
      && google_project_iam_custom_role.use_connection_tokens.permissions == toset(["secretmanager.secrets.delete", "secretmanager.versions.access", "secretmanager.versions.destroy"])
    )
    error_message = "connect adds tokens, export-document does not; neither reads a list of secrets."
  }

  assert {
    condition = alltrue([
      for member in [google_project_iam_member.connect_keeps_connection_tokens, google_project_iam_member.export_document_uses_connection_tokens] :
      member.condition[0].expression == "resource.name.startsWith(\"projects/123456789012/secrets/connection-\")"
    ])
    error_message = "Tokens are reached in connection secrets only: not the OAuth client's secret, nor Banqup's."
  }

  assert {
    condition = alltrue([
      for member in google_project_iam_member.firestore :
      member.condition[0].expression == "resource.name == \"projects/acme-banqup-drive/databases/(default)\""
    ])
    error_message = "The functions reach one database only."
  }

  assert {
    condition     = google_pubsub_topic_iam_member.banqup_publishes[0].topic == "banqup-messages" && google_pubsub_topic_iam_member.banqup_publishes[0].role == "roles/pubsub.publisher"
    error_message = "Banqup publishes its own messages, and cannot publish ours."
  }
}

run "before_banqup_has_told_its_accounts" {
  command = plan

  variables {
    banqup_publisher      = null
    banqup_notices_reader = null
  }

  assert {
    condition     = length(google_pubsub_topic_iam_member.banqup_publishes) + length(google_pubsub_subscription_iam_member.banqup_reads_notices) == 0
    error_message = "Nobody of Banqup's comes in before it has said who."
  }
}
