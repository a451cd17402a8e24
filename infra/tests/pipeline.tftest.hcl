# The pipeline: planned by every push, applied by a person's approval.
mock_provider "google" {}

run "with_a_repository" {
  command = plan

  assert {
    condition     = google_cloudbuild_trigger.apply[0].approval_config[0].approval_required && google_cloudbuild_trigger.apply[0].filename == "infra/apply.yaml"
    error_message = "Nothing is applied without a person's approval."
  }

  assert {
    condition     = google_cloudbuild_trigger.plan[0].filename == "cloudbuild.yaml" && length(google_cloudbuild_trigger.plan[0].approval_config) == 0
    error_message = "Planning waits for nobody."
  }

  assert {
    condition     = google_cloudbuild_trigger.plan[0].repository_event_config[0].push[0].branch == "^main$" && google_cloudbuild_trigger.apply[0].repository_event_config[0].push[0].branch == "^main$"
    error_message = "Only main is deployed."
  }
}

run "without_a_repository" {
  command = plan

  variables {
    repository = null
  }

  assert {
    condition     = length(google_cloudbuild_trigger.plan) + length(google_cloudbuild_trigger.apply) + length(google_service_account.deploy) + length(google_project_iam_member.deploy) == 0
    error_message = "Without a repository there is no pipeline, and no account that may do anything."
  }
}
