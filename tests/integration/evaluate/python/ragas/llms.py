def llm_factory(model, provider="openai", client=None):
    return (model, provider, client)
